#!/bin/sh
# Runs a command of the platform, and starts it again when it ends, after growing pauses. It gives up when the
# command ends soon after each start for some ten minutes: longer than an outage of the database that mends itself.
# The demo shows its lines that begin with "keep_running: ".
attempts=30
start_seconds=30
longest_pause=16

early=0
while :; do
    began=$(date +%s)
    "$@"
    status=$?
    if [ $(($(date +%s) - began)) -ge "$start_seconds" ]; then
        early=0
    fi
    early=$((early + 1))
    if [ "$early" -ge "$attempts" ]; then
        echo "keep_running: ended $early times in a row within $start_seconds seconds, the last time with" \
            "status $status; it is not started again"
        exit 1
    fi
    if [ "$early" -eq 1 ]; then
        pause=2
    elif [ "$pause" -lt "$longest_pause" ]; then
        pause=$((2 * pause))
    fi
    echo "keep_running: ended with status $status and is started again"
    sleep "$pause"
done
