"""The client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._auth_shared import ENV_CLIENT_ID, ENV_CLIENT_SECRET, given_or_variable, require
from .._guard import hide
from .._options import MAX_RETRIES, TIMEOUT
from ._base_client import AsyncBaseClient
from .auth import AsyncAuthProvider, AsyncClientCredentials, AsyncTokenSource
from .services.albums import AsyncAlbumService
from .services.artists import AsyncArtistService
from .services.audiobooks import AsyncAudiobookService
from .services.browse import AsyncBrowseService
from .services.chapters import AsyncChapterService
from .services.episodes import AsyncEpisodeService
from .services.library import AsyncLibraryService
from .services.player import AsyncPlayerService
from .services.playlists import AsyncPlaylistService
from .services.search import AsyncSearchService
from .services.shows import AsyncShowService
from .services.tracks import AsyncTrackService
from .services.users import AsyncUserService

if TYPE_CHECKING:
    from typing_extensions import Self


class AsyncSpotifyClient(AsyncBaseClient):
    """Calls the Web API.

        async with AsyncSpotifyClient(access_token="...") as client:
            album = await client.albums.get("4aawyAB9vmqN3uQ7FjRGTy")

    Args:
        access_token: one access token, used as it is and never refreshed.
        client_id: the app's id, for the app's own login; else `SPOTIFY_SDK_CLIENT_ID`.
        client_secret: the app's secret; else `SPOTIFY_SDK_CLIENT_SECRET`.
        auth_provider: one of `spotify_sdk.auth`, or anything with `get_access_token()`.
        timeout: seconds for one request, to its last byte; unless given `SPOTIFY_SDK_TIMEOUT`, else 30.
        max_retries: how often a failed request is repeated; unless given `SPOTIFY_SDK_MAX_RETRIES`, else 3 times. What could be
            applied twice is repeated only if it was never sent.
        api_base_url: else `SPOTIFY_SDK_API_BASE_URL`, else Spotify's. https, or http on this machine.
        accounts_base_url: for client credentials given here; else `SPOTIFY_SDK_ACCOUNTS_BASE_URL`, else Spotify's.
        max_wait: the longest pause asked for by Spotify (429) that is sat out, in seconds; else `SPOTIFY_SDK_MAX_WAIT`, else 60. A
            longer one is a `RateLimitError` at once.
        connect_timeout: seconds for making a connection; else `SPOTIFY_SDK_CONNECT_TIMEOUT`, else 5.
        proxy: the URL of a proxy; else `SPOTIFY_SDK_PROXY`, else what `HTTPS_PROXY` and its kin say.
        extra_root_certificate: a certificate to trust beside the system's, PEM or DER; else those in the file that
            `SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE` names.
        user_agent_suffix: your program's name and version, added to the user agent; else `SPOTIFY_SDK_USER_AGENT_SUFFIX`.

    What says how requests reach the network (the last four) is for the token requests of client credentials given here as well.
    `timeout`, `max_retries` and `max_wait` are for calls alone.
    """

    def __init__(
        self,
        access_token: str | None = None,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        auth_provider: AsyncAuthProvider | AsyncTokenSource | None = None,
        timeout: float = TIMEOUT,
        max_retries: int = MAX_RETRIES,
        api_base_url: str | None = None,
        accounts_base_url: str | None = None,
        max_wait: float | None = None,
        connect_timeout: float | None = None,
        proxy: str | None = None,
        extra_root_certificate: bytes | None = None,
        user_agent_suffix: str | None = None,
    ) -> None:
        access_token, client_secret, proxy = hide(access_token), hide(client_secret), hide(proxy)
        has_credentials = client_id is not None or client_secret is not None
        if auth_provider is not None and (access_token is not None or has_credentials):
            raise ValueError("Provide only one of access_token, client credentials, or auth_provider.")
        if access_token is not None and has_credentials:
            raise ValueError("Provide only one of access_token or client credentials.")
        if accounts_base_url is not None and not has_credentials:
            raise ValueError("accounts_base_url is for client credentials given here; a provider has its own.")
        if has_credentials:
            auth_provider = AsyncClientCredentials(
                client_id,
                client_secret,
                accounts_base_url=accounts_base_url,
                connect_timeout=connect_timeout,
                proxy=proxy,
                extra_root_certificate=extra_root_certificate,
                user_agent_suffix=user_agent_suffix,
            )
        elif access_token is None and auth_provider is None:
            raise ValueError("An access_token, client credentials, or auth_provider is required.")
        super().__init__(
            access_token,
            auth_provider=auth_provider,
            timeout=timeout,
            max_retries=max_retries,
            api_base_url=api_base_url,
            max_wait=max_wait,
            connect_timeout=connect_timeout,
            proxy=proxy,
            extra_root_certificate=extra_root_certificate,
            user_agent_suffix=user_agent_suffix,
        )
        self._owns_provider = has_credentials
        self._make_services()

    def _make_services(self) -> None:
        self.albums = AsyncAlbumService(self)
        self.artists = AsyncArtistService(self)
        self.audiobooks = AsyncAudiobookService(self)
        self.browse = AsyncBrowseService(self)
        self.chapters = AsyncChapterService(self)
        self.episodes = AsyncEpisodeService(self)
        self.library = AsyncLibraryService(self)
        self.player = AsyncPlayerService(self)
        self.playlists = AsyncPlaylistService(self)
        self.search = AsyncSearchService(self)
        self.shows = AsyncShowService(self)
        self.tracks = AsyncTrackService(self)
        self.users = AsyncUserService(self)

    @classmethod
    def from_client_credentials(
        cls,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        timeout: float = TIMEOUT,
        max_retries: int = MAX_RETRIES,
        api_base_url: str | None = None,
        accounts_base_url: str | None = None,
        max_wait: float | None = None,
        connect_timeout: float | None = None,
        proxy: str | None = None,
        extra_root_certificate: bytes | None = None,
        user_agent_suffix: str | None = None,
    ) -> Self:
        """A client with the app's own login; id and secret come from the environment unless given. The options are the
        constructor's.

        Raises:
            ValueError: an id or secret is missing.
        """
        client_secret, proxy = hide(client_secret), hide(proxy)
        client_id = given_or_variable(client_id, ENV_CLIENT_ID)
        client_secret = hide(given_or_variable(client_secret, ENV_CLIENT_SECRET))
        require("client credentials auth", client_id=client_id, client_secret=client_secret)
        return cls(
            client_id=client_id,
            client_secret=client_secret,
            timeout=timeout,
            max_retries=max_retries,
            api_base_url=api_base_url,
            accounts_base_url=accounts_base_url,
            max_wait=max_wait,
            connect_timeout=connect_timeout,
            proxy=proxy,
            extra_root_certificate=extra_root_certificate,
            user_agent_suffix=user_agent_suffix,
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
