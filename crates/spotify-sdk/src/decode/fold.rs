//! Market lists folded before parsing.
//!
//! A page of 50 tracks can carry 18,500 market codes, nine tenths of its bytes, in a handful of different lists. Read as JSON they cost
//! several times what all the rest costs. So the lists are found by their key, each different one is read once, and the JSON parser
//! gets to see a number in its place, which [`Markets`] knows.
//!
//! Only what is certain is folded: a list of two-letter codes behind the very key, for models of this crate. And only a reading in which
//! every list was asked for by a [`Markets`] counts; otherwise the text is read as it came.

use std::any::TypeId;

use memchr::memmem;
use serde::de::DeserializeOwned;

use crate::model::{
    Album, Audiobook, Chapter, DiscographyAlbum, MarketLists, Markets, PlayableItem, PlaylistItem,
    SavedAlbum, SavedAudiobook, SavedShow, SavedTrack, Show, SimplifiedAlbum, SimplifiedAudiobook,
    SimplifiedShow, SimplifiedTrack, Track,
};
use crate::page;

const KEY: &[u8] = br#""available_markets""#;

/// How many different lists are compared with before a list is read anew.
const REMEMBERED: usize = 8;

/// Whether pages and lists of these rows may be read folded. Other people's types may keep the JSON that they read a model from.
pub(super) fn is_ours<T: 'static>() -> bool {
    let ours = [
        TypeId::of::<Album>(),
        TypeId::of::<Audiobook>(),
        TypeId::of::<Chapter>(),
        TypeId::of::<DiscographyAlbum>(),
        TypeId::of::<PlayableItem>(),
        TypeId::of::<PlaylistItem>(),
        TypeId::of::<SavedAlbum>(),
        TypeId::of::<SavedAudiobook>(),
        TypeId::of::<SavedShow>(),
        TypeId::of::<SavedTrack>(),
        TypeId::of::<Show>(),
        TypeId::of::<SimplifiedAlbum>(),
        TypeId::of::<SimplifiedAudiobook>(),
        TypeId::of::<SimplifiedShow>(),
        TypeId::of::<SimplifiedTrack>(),
        TypeId::of::<Track>(),
    ];
    ours.contains(&TypeId::of::<T>())
}

/// Reads `text` with its market lists folded. `None` when there are none, or when it has to be read as it is.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let (folded, lists) = fold(text)?;
    lists.read(|| page::row_by_row(false, || serde_json::from_str(&folded)).ok())
}

/// The text with numbers instead of market lists, and the lists.
fn fold(text: &str) -> Option<(String, MarketLists)> {
    let mut found = memmem::find_iter(text.as_bytes(), KEY).peekable();
    found.peek()?;
    let mut folded = String::with_capacity(text.len());
    let mut lists = MarketLists::new();
    let mut seen: Vec<(&str, Markets)> = Vec::new();
    let mut copied = 0;
    for key in found {
        // A quotation mark behind a backslash is part of another, longer key. The lists, which have no small letters, do not contain the key.
        if text[..key].ends_with('\\') {
            continue;
        }
        let Some((start, end)) = list_after(text, key + KEY.len()) else { continue };
        let Some(markets) = markets(&text[start..end], &mut seen) else { continue };
        let number = lists.push(markets)?;
        folded.push_str(&text[copied..start]);
        folded.push_str(&number.to_string());
        copied = end;
    }
    if copied == 0 {
        return None;
    }
    folded.push_str(&text[copied..]);
    Some((folded, lists))
}

/// Where the list begins and ends that is the value of the key that ends at `position`.
fn list_after(text: &str, position: usize) -> Option<(usize, usize)> {
    let value = text[position..].trim_ascii_start().strip_prefix(':')?.trim_ascii_start();
    let start = text.len() - value.len();
    // Not to the next bracket, which can be far: to the first byte that no list of codes has. The key is in small letters, so no byte
    // is looked at twice however often it comes.
    let rest = value.strip_prefix('[')?.as_bytes();
    let length = rest
        .iter()
        .position(|byte| !matches!(byte, b'"' | b',' | b'A'..=b'Z' | b' ' | b'\t' | b'\n' | b'\r'))?;
    (rest[length] == b']').then_some((start, start + length + 2))
}

fn markets<'a>(list: &'a str, seen: &mut Vec<(&'a str, Markets)>) -> Option<Markets> {
    if let Some((_, markets)) = seen.iter().rev().take(REMEMBERED).find(|(other, _)| *other == list) {
        return Some(markets.clone());
    }
    let markets = Markets::from_codes(list)?;
    seen.push((list, markets.clone()));
    Some(markets)
}

#[cfg(test)]
mod tests;
