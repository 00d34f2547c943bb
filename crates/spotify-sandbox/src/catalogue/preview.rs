//! Previews: thirty seconds of a recording that nobody made, which is silence.

use bytes::Bytes;

use super::{Alias, Catalogue, Kind, Reference, View};

/// One frame of MPEG-1 layer III: 32 kbit/s, 44.1 kHz, mono. After the header come zeros, by which a decoder hears nothing.
const HEADER: [u8; 4] = [0xff, 0xfb, 0x10, 0xc0];
/// 144 * 32,000 / 44,100 bytes, without padding.
const FRAME: usize = 104;
/// 1,152 samples each: thirty seconds.
const FRAMES: usize = 1_149;

impl Catalogue {
    /// Where the preview of a track, an episode or a chapter is, for apps that get one.
    pub(super) fn preview(&self, of: Reference, view: &View<'_>) -> Option<String> {
        // As pictures do, it belongs to the entity of this catalogue, whatever id it was asked for by.
        let id = self.cipher.encode(of.kind, of.index);
        view.previews.then(|| format!("{}/_sandbox/previews/{}.mp3", view.origin, id.as_str()))
    }

    /// The MP3 served at `/_sandbox/previews/{name}`; `None` when no body links to such a preview.
    pub(crate) fn preview_file(&self, name: &str) -> Option<Bytes> {
        let (kind, index) = self.cipher.decode(&Alias::parse(name.strip_suffix(".mp3")?)?)?;
        let is_heard =
            matches!(kind, Kind::Track | Kind::Episode | Kind::Chapter) && index < self.count(kind);
        is_heard.then(|| {
            let mut file = vec![0; FRAME * FRAMES];
            for frame in file.chunks_exact_mut(FRAME) {
                frame[..HEADER.len()].copy_from_slice(&HEADER);
            }
            file.into()
        })
    }
}
