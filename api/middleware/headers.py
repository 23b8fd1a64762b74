"""Security headers, for answers that do not bring their own."""

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
    """The headers: nothing here is a page but ``/docs``, which brings a policy of its own."""
    resources = CrossOriginResourcePolicy()
    return Secure(
        # Market reads say otherwise themselves; tokens are never kept.
        cache=CacheControl().no_store(),
        csp=ContentSecurityPolicy()
        .default_src("'none'")
        .base_uri("'none'")
        .form_action("'none'")
        .frame_ancestors("'none'"),
        coop=CrossOriginOpenerPolicy().same_origin(),
        # Plots are shown by the pages of the origins that may call.
        corp=resources.cross_origin() if settings.cors_origins else resources.same_origin(),
        permissions=PermissionsPolicy().geolocation().microphone().camera(),
        referrer=ReferrerPolicy().no_referrer(),
        # A browser that has once heard it at http://localhost would never go there again.
        hsts=None
        if settings.environment == "demo"
        else StrictTransportSecurity().max_age(63_072_000).include_subdomains(),
        xcto=XContentTypeOptions().nosniff(),
        # It knows no origins: where some may show the app, the policies alone say which.
        xfo=None if settings.frame_ancestors else XFrameOptions().deny(),
    )


class SecurityHeaders:
    """Adds the headers, encoded once."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = [
            (name.lower().encode("ascii"), value.encode("latin-1"))
            for name, value in security_headers(settings).header_items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, with the headers that the answer lacks."""
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
