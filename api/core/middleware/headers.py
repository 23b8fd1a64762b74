"""Security headers of responses that do not set their own."""

from secure import Secure
from secure.headers import (
    CacheControl,
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vn30.settings import Settings


def security_headers(settings: Settings) -> Secure:
    """The headers for responses that are no pages; ``/docs`` and the frontend set their own policy."""
    resources = CrossOriginResourcePolicy()
    return Secure(
        # Market reads set their own; tokens are never stored.
        cache=CacheControl().no_store(),
        csp=ContentSecurityPolicy()
        .default_src("'none'")
        .base_uri("'none'")
        .form_action("'none'")
        .frame_ancestors("'none'"),
        coop=CrossOriginOpenerPolicy().same_origin(),
        # Pages of the allowed origins show plots.
        corp=resources.cross_origin() if settings.cors_origins else resources.same_origin(),
        permissions=PermissionsPolicy().geolocation().microphone().camera(),
        referrer=ReferrerPolicy().no_referrer(),
        # Not in the demo: a browser would refuse http://localhost from then on.
        hsts=None
        if settings.environment == "demo"
        else StrictTransportSecurity().max_age(63_072_000).include_subdomains(),
        xcto=XContentTypeOptions().nosniff(),
        # X-Frame-Options cannot name origins: with frame ancestors the policies alone apply.
        xfo=None if settings.frame_ancestors else XFrameOptions().deny(),
    )


class SecurityHeaders:
    """Adds the headers to responses that lack them."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = [
            (name.lower().encode("ascii"), value.encode("latin-1"))
            for name, value in security_headers(settings).header_items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request and add the missing headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in self._headers if header[0] not in there),
                ]
            await send(message)

        await self._app(scope, receive, adding)
