"""Run Airflow's command line for each line of words, up to the first that fails, in one process.

``run_airflow.py <[[word, ...], ...] as JSON>``: most of the time of a single command goes into imports.
"""

import json
import sys

from airflow.__main__ import main

if __name__ == "__main__":
    for words in json.loads(sys.argv[1]):
        sys.argv = ["airflow", *words]
        main()
