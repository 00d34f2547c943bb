"""What Spotify answers, as pydantic models."""

from .album import Album, SavedAlbum, SimplifiedAlbum
from .artist import Artist, SimplifiedArtist
from .audio_analysis import AudioAnalysis, AudioAnalysisMeta, AudioAnalysisTrack, Section, Segment, TimeInterval
from .audio_features import AudioFeatures
from .audiobook import (
    Audiobook,
    AudiobookAuthor,
    AudiobookNarrator,
    Chapter,
    ResumePoint,
    SavedAudiobook,
    SimplifiedAudiobook,
    SimplifiedChapter,
)
from .browse import Category, FeaturedPlaylists
from .common import (
    Copyright,
    Cursor,
    CursorPage,
    ExternalIds,
    ExternalUrls,
    Followers,
    Image,
    LinkedFrom,
    Page,
    RejectedRow,
    Restriction,
)
from .player import (
    CurrentlyPlaying,
    PlaybackActions,
    PlaybackContext,
    PlaybackItem,
    PlaybackQueue,
    PlaybackState,
    PlayerDevice,
    RecentlyPlayedItem,
    RecentlyPlayedPage,
    UnknownItem,
)
from .playlist import (
    Playlist,
    PlaylistEpisode,
    PlaylistItem,
    PlaylistItemContent,
    PlaylistItemsRef,
    PublicUser,
    SimplifiedPlaylist,
)
from .recommendations import Recommendations, RecommendationSeed
from .search import SearchResult
from .show import (
    Episode,
    SavedEpisode,
    SavedShow,
    Show,
    SimplifiedEpisode,
    SimplifiedShow,
)
from .track import SavedTrack, SimplifiedTrack, Track
from .user import CurrentUser, ExplicitContent


__all__ = [
    # Common
    "Copyright",
    "Cursor",
    "CursorPage",
    "ExternalIds",
    "ExternalUrls",
    "Followers",
    "Image",
    "LinkedFrom",
    "Page",
    "RejectedRow",
    "Restriction",
    # Player
    "CurrentlyPlaying",
    "PlaybackActions",
    "PlaybackContext",
    "PlaybackItem",
    "PlaybackQueue",
    "PlaybackState",
    "PlayerDevice",
    "RecentlyPlayedItem",
    "RecentlyPlayedPage",
    "UnknownItem",
    # Artist
    "Artist",
    "SimplifiedArtist",
    # Track
    "SavedTrack",
    "SimplifiedTrack",
    "Track",
    # User
    "CurrentUser",
    "ExplicitContent",
    # Album
    "Album",
    "SavedAlbum",
    "SimplifiedAlbum",
    # Audiobook
    "Audiobook",
    "AudiobookAuthor",
    "AudiobookNarrator",
    "Chapter",
    "ResumePoint",
    "SavedAudiobook",
    "SimplifiedAudiobook",
    "SimplifiedChapter",
    # Playlist
    "Playlist",
    "PlaylistEpisode",
    "PlaylistItemContent",
    "PlaylistItem",
    "PlaylistItemsRef",
    "PublicUser",
    "SimplifiedPlaylist",
    # Search
    "SearchResult",
    # Show
    "Episode",
    "SavedEpisode",
    "SavedShow",
    "Show",
    "SimplifiedEpisode",
    "SimplifiedShow",
    # For apps with extended quota
    "AudioAnalysis",
    "AudioAnalysisMeta",
    "AudioAnalysisTrack",
    "AudioFeatures",
    "Category",
    "FeaturedPlaylists",
    "RecommendationSeed",
    "Recommendations",
    "Section",
    "Segment",
    "TimeInterval",
]
