//! Pictures: a two-coloured gradient with a mirrored glyph, drawn from an entity's dice.

use bytes::Bytes;
use png::{BitDepth, ColorType, Encoder};

use super::Kind;
use super::dice::Dice;

/// Colours of the palette that belong to the gradient; the glyph's is the one after them.
const SHADES: u32 = 64;
/// The glyph is a square of so many cells, of which the outer ones stay empty.
const CELLS: u32 = 7;

/// The widths in which pictures of a kind exist, widest first. Tracks have the pictures of their
/// albums, episodes and chapters those of their shows and audiobooks.
pub(super) fn sizes(kind: Kind) -> &'static [u32] {
    match kind {
        Kind::Album => &[640, 300, 64],
        Kind::Artist => &[640, 320, 160],
        Kind::Show | Kind::Audiobook => &[640, 300, 64],
        Kind::Track | Kind::Episode | Kind::Chapter => &[],
    }
}

/// A square PNG.
pub(super) fn draw(mut dice: Dice, size: u32) -> Bytes {
    let (from, to) = (colour(&mut dice), colour(&mut dice));
    let glyph = dice.next();
    let mut palette: Vec<u8> = (0..SHADES)
        .flat_map(|shade| {
            std::array::from_fn::<u8, 3, _>(|channel| {
                let (a, b) = (u32::from(from[channel]), u32::from(to[channel]));
                ((a * (SHADES - 1 - shade) + b * shade) / (SHADES - 1)) as u8
            })
        })
        .collect();
    palette.extend([250, 246, 236]);
    let pixels: Vec<u8> = (0..size * size)
        .map(|pixel| {
            let (x, y) = (pixel % size, pixel / size);
            if inked(glyph, x * CELLS / size, y * CELLS / size) {
                SHADES as u8
            } else {
                ((x + y) * SHADES / (2 * size)) as u8
            }
        })
        .collect();

    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, size, size);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&pixels))
        .expect("a palette and one byte per pixel make a PNG, and a vector takes every byte");
    file.into()
}

fn colour(dice: &mut Dice) -> [u8; 3] {
    std::array::from_fn(|_| 20 + dice.below(180) as u8)
}

/// Whether a cell belongs to the glyph, whose right half mirrors the left.
fn inked(glyph: u64, column: u32, row: u32) -> bool {
    let column = column.min(CELLS - 1 - column);
    column > 0 && row > 0 && row < CELLS - 1 && glyph >> (column * CELLS + row) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_decode_to_their_size_and_differ() {
        for size in [640, 64] {
            let picture = draw(Dice::new(&[1]), size);
            let reader = png::Decoder::new(std::io::Cursor::new(&picture)).read_info().unwrap();
            assert_eq!((reader.info().width, reader.info().height), (size, size));
            assert_ne!(picture, draw(Dice::new(&[2]), size));
            assert!(picture.len() < 60_000, "{} bytes", picture.len());
        }
    }
}
