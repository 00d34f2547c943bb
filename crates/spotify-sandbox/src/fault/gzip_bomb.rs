//! A gzip stream that says "another 258 spaces" over and over: 13 bits each (RFC 1951 3.2.6, fixed Huffman codes).

use bytes::Bytes;

/// What one repetition stands for.
const RUN: u64 = 258;

/// Repetitions in a full chunk: 32 KiB of gzip, 5 MB of spaces.
const RUNS_PER_CHUNK: u64 = 8 * 2_520;

/// Spaces and then an empty JSON object: JSON that a parser without a limit reads to the end. The chunks of its gzip form.
pub(crate) struct GzipBomb {
    decoded_size: u64,
    runs: u64,
    /// Bits that do not fill a byte yet, lowest first.
    bits: u64,
    count: u32,
    step: Step,
}

enum Step {
    Head,
    Runs,
    Done,
}

impl GzipBomb {
    /// `decoded_size` counts the object too, so the least is 2.
    pub(crate) fn new(decoded_size: u64) -> Self {
        let decoded_size = decoded_size.max(2);
        let spaces = decoded_size - 2;
        Self { decoded_size, runs: spaces.saturating_sub(1) / RUN, bits: 0, count: 0, step: Step::Head }
    }

    fn spaces(&self) -> u64 {
        self.decoded_size - 2
    }

    /// Appends `count` bits of `value`, lowest first.
    fn put(&mut self, out: &mut Vec<u8>, value: u64, count: u32) {
        self.bits |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            out.push(self.bits.to_le_bytes()[0]);
            self.bits >>= 8;
            self.count -= 8;
        }
    }

    /// A Huffman code, which travels highest bit first.
    fn code(&mut self, out: &mut Vec<u8>, code: u64, count: u32) {
        self.put(out, code.reverse_bits() >> (64 - count), count);
    }

    /// A byte below 144 as it is: eight bits from 0x30 on.
    fn literal(&mut self, out: &mut Vec<u8>, byte: u8) {
        self.code(out, 0x30 + u64::from(byte), 8);
    }

    fn head(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        // The last block, with fixed codes.
        self.put(out, 0b011, 3);
        if self.spaces() > 0 {
            self.literal(out, b' ');
        }
    }

    fn tail(&mut self, out: &mut Vec<u8>) {
        let literals = self.spaces().saturating_sub(1) % RUN;
        for _ in 0..literals {
            self.literal(out, b' ');
        }
        self.literal(out, b'{');
        self.literal(out, b'}');
        // End of block, filled up to a byte.
        self.code(out, 0, 7);
        let missing = (8 - self.count % 8) % 8;
        self.put(out, 0, missing);
        out.extend_from_slice(&self.checksum().to_le_bytes());
        let size = self.decoded_size & u64::from(u32::MAX);
        out.extend_from_slice(&size.to_le_bytes()[..4]);
    }

    /// CRC-32 of the decoded bytes, without making them: a run of doubled length costs one multiplication.
    fn checksum(&self) -> u32 {
        let (mut left, mut spaces) = (self.spaces(), (crc(0, b" "), 1_u64));
        let mut all = 0;
        while left > 0 {
            if left & 1 == 1 {
                all = combine(all, spaces.0, spaces.1);
            }
            spaces = (combine(spaces.0, spaces.0, spaces.1), spaces.1 * 2);
            left >>= 1;
        }
        crc(all, b"{}")
    }
}

impl Iterator for GzipBomb {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let mut out = Vec::with_capacity(1 << 15);
        match self.step {
            Step::Head => {
                self.head(&mut out);
                self.step = Step::Runs;
            }
            Step::Runs if self.runs == 0 => {
                self.tail(&mut out);
                self.step = Step::Done;
            }
            Step::Runs => {
                let runs = self.runs.min(RUNS_PER_CHUNK);
                for _ in 0..runs {
                    // Length 258 is code 285, which is 11000101; distance 1 is five zeros.
                    self.code(&mut out, 0b1100_0101, 8);
                    self.put(&mut out, 0, 5);
                }
                self.runs -= runs;
            }
            Step::Done => return None,
        }
        Some(out.into())
    }
}

const POLYNOMIAL: u32 = 0xedb8_8320;

/// CRC-32 of `bytes` after what `crc` stands for.
fn crc(crc: u32, bytes: &[u8]) -> u32 {
    let mut register = !crc;
    for byte in bytes {
        register ^= u32::from(*byte);
        for _ in 0..8 {
            register = (register >> 1) ^ (POLYNOMIAL * (register & 1));
        }
    }
    !register
}

/// CRC-32 of two texts in a row, from that of each and the length of the second in bytes.
fn combine(first: u32, second: u32, length: u64) -> u32 {
    // Shifting by `length` bytes is a multiplication by x to the 8 * length; bit 31 is x to the 0.
    let (mut power, mut base, mut left) = (1 << 31, 1 << 23, length);
    while left > 0 {
        if left & 1 == 1 {
            power = multiply(power, base);
        }
        base = multiply(base, base);
        left >>= 1;
    }
    multiply(first, power) ^ second
}

/// Product of two polynomials over GF(2), modulo CRC-32's.
fn multiply(left: u32, mut right: u32) -> u32 {
    let mut product = 0;
    for bit in (0..32).rev() {
        if left >> bit & 1 == 1 {
            product ^= right;
        }
        right = (right >> 1) ^ (POLYNOMIAL * (right & 1));
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_decoded_bytes() {
        assert_eq!(crc(0, b"123456789"), 0xcbf4_3926);
        for size in [2_u64, 3, 4, 259, 260, 261, 5_000] {
            let text = " ".repeat(usize::try_from(size).unwrap() - 2) + "{}";
            assert_eq!(GzipBomb::new(size).checksum(), crc(0, text.as_bytes()), "{size}");
        }
    }

    #[test]
    fn it_is_some_150_times_smaller_than_what_it_holds() {
        let wire: usize = GzipBomb::new(100_000_000).map(|chunk| chunk.len()).sum();
        assert!((600_000..700_000).contains(&wire), "{wire}");
    }
}
