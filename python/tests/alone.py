"""What the wheel has to do where nothing else is installed. Run by `cargo xtask test` from an empty folder with `python -I -c`."""

import os
import sys
from importlib.metadata import distributions

import spotify_sdk

names = {distribution.metadata["Name"].lower().replace("_", "-") for distribution in distributions()}
allowed = {"spotify-sdk", "pydantic", "pydantic-core", "annotated-types", "typing-extensions", "typing-inspection"}
assert names <= allowed | {"pip", "setuptools"}, f"not declared, and installed: {names - allowed}"
assert not os.listdir(), "this is to run from an empty folder"
heavy = [name for name in ("pydantic", "httpx", "anyio") if name in sys.modules]
assert not heavy, f"imported before they are needed: {heavy}"

from spotify_sdk import AsyncSpotifyClient, SpotifyClient  # noqa: E402
from spotify_sdk.testing import Sandbox  # noqa: E402

with Sandbox(documents=True) as sandbox:
    os.environ.update(sandbox.environment())
    assert not [name for name in ("pydantic", "httpx", "anyio") if name in sys.modules]
    with SpotifyClient.from_client_credentials() as client:
        album = client.albums.get("4aawyAB9vmqN3uQ7FjRGTy")

    async def main() -> str:
        async with AsyncSpotifyClient("your-access-token") as client:
            return (await client.albums.get(album.id)).name

    import asyncio

    assert asyncio.run(main()) == album.name

print(f"spotify-sdk {spotify_sdk.__version__} works alone: {album.name}")
