"""The API process: ``python -m api.serve --host 0.0.0.0 --port 8000``.

uvicorn's own command line has no limits on headers, slow callers and idle connections, so it is not used.
"""

import argparse
import contextlib
import sys
from collections.abc import Sequence

import uvicorn
from fastapi import FastAPI

from api.core.logging import set_up_logging
from api.core.protocol import LimitedProtocol
from vn30.garbage import collect_rarely
from vn30.settings import Settings, get_settings

STOP_SECONDS = 8
"""Time for running requests to end when the process is stopped; Docker kills after ten seconds."""


def server_of(
    app: FastAPI,
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 0,
    protocol: type[LimitedProtocol] = LimitedProtocol,
) -> uvicorn.Server:
    """The server of ``app`` with the platform's limits, not started."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=protocol,
            ws="none",
            # The process has its own log, see api.core.logging.
            log_config=None,
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=2 * protocol.max_head,
            limit_concurrency=settings.max_connections,
            timeout_keep_alive=settings.keep_alive,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal stops the process; uvicorn exits with 3 if the app does not start."""
    parser = argparse.ArgumentParser(prog="python -m api.serve", description="Serve the API and the app.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; default: this machine only"
    )
    parser.add_argument("--port", type=int, help="default: VN30_API_PORT")
    asked = parser.parse_args(arguments)
    settings = get_settings()
    set_up_logging(settings)
    collect_rarely()
    from api.app import create_app

    server = server_of(create_app(settings), settings, asked.host, asked.port or settings.api_port)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
