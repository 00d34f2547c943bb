//! Markets: the countries Spotify is in, and the lists of them that bodies carry.

use serde_json::value::{RawValue, to_raw_value};

use super::dice::{Dice, Purpose};

/// ISO 3166-1 alpha-2 codes of Spotify's markets, and `XK` for Kosovo.
const ALL: [&str; 185] = [
    "AD", "AE", "AG", "AL", "AM", "AO", "AR", "AT", "AU", "AZ", "BA", "BB", "BD", "BE", "BF", "BG", "BH",
    "BI", "BJ", "BN", "BO", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CD", "CG", "CH", "CI", "CL", "CM",
    "CO", "CR", "CV", "CW", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "ES", "ET",
    "FI", "FJ", "FM", "FR", "GA", "GB", "GD", "GE", "GH", "GM", "GN", "GQ", "GR", "GT", "GW", "GY", "HK",
    "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IN", "IQ", "IS", "IT", "JM", "JO", "JP", "KE", "KG", "KH",
    "KI", "KM", "KN", "KR", "KW", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY",
    "MA", "MC", "MD", "ME", "MG", "MH", "MK", "ML", "MN", "MO", "MR", "MT", "MU", "MV", "MW", "MX", "MY",
    "MZ", "NA", "NE", "NG", "NI", "NL", "NO", "NP", "NR", "NZ", "OM", "PA", "PE", "PG", "PH", "PK", "PL",
    "PR", "PS", "PT", "PW", "PY", "QA", "RO", "RS", "RW", "SA", "SB", "SC", "SE", "SG", "SI", "SK", "SL",
    "SM", "SN", "SR", "ST", "SV", "SZ", "TD", "TG", "TH", "TJ", "TL", "TN", "TO", "TR", "TT", "TV", "TW",
    "TZ", "UA", "UG", "US", "UY", "UZ", "VC", "VE", "VN", "VU", "WS", "XK", "ZA", "ZM", "ZW",
];

/// How many lists are as wide as an album's; each has a narrower twin for tracks that are not licensed
/// everywhere.
const WIDE: usize = 20;

/// All markets.
pub(crate) fn markets() -> &'static [&'static str] {
    &ALL
}

/// One of the catalogue's lists of markets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ListId(usize);

/// The forty lists of markets of a catalogue, written once: a list is a kilobyte of JSON that every album
/// and track carries.
#[derive(Debug)]
pub(super) struct Markets {
    lists: Vec<(Vec<&'static str>, Box<RawValue>)>,
}

impl Markets {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(&[seed, Purpose::Markets as u64]);
        let wide: Vec<Vec<&str>> = (0..WIDE)
            .map(|list| {
                let kept = match list {
                    0 => ALL.len() as u64,
                    1..8 => ALL.len() as u64 - dice.below(12) - 1,
                    8..14 => 60 + dice.below(80),
                    _ => 4 + dice.below(27),
                };
                choose(&ALL, kept, &mut dice)
            })
            .collect();
        let narrow: Vec<Vec<&str>> =
            wide.iter().map(|list| choose(list, (list.len() as u64 * 2).div_ceil(3), &mut dice)).collect();
        let lists = wide.into_iter().chain(narrow).map(|codes| {
            let json = to_raw_value(&codes).expect("a list of strings is JSON");
            (codes, json)
        });
        Self { lists: lists.collect() }
    }

    /// The list of an album: six in ten are everywhere.
    pub(super) fn wide(&self, dice: &mut Dice) -> ListId {
        ListId(if dice.below(10) < 6 { 0 } else { 1 + dice.below(WIDE as u64 - 1) as usize })
    }

    /// A part of a wide list.
    pub(super) fn narrower(&self, wide: ListId) -> ListId {
        ListId(wide.0 % WIDE + WIDE)
    }

    pub(super) fn json(&self, list: ListId) -> &RawValue {
        &self.lists[list.0].1
    }

    pub(super) fn contains(&self, list: ListId, market: &str) -> bool {
        self.lists[list.0].0.contains(&market)
    }
}

/// `kept` of these codes, in order.
fn choose(from: &[&'static str], kept: u64, dice: &mut Dice) -> Vec<&'static str> {
    let (mut wanted, mut left) = (kept, from.len() as u64);
    from.iter()
        .filter(|_| {
            let take = dice.below(left) < wanted;
            left -= 1;
            wanted -= u64::from(take);
            take
        })
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_about_forty_sorted_and_narrowed() {
        let markets = Markets::new(7);
        let texts: std::collections::BTreeSet<&str> =
            markets.lists.iter().map(|(_, json)| json.get()).collect();
        assert!((36..=40).contains(&texts.len()), "{} distinct lists", texts.len());
        assert_eq!(markets.lists[0].0.len(), 185);
        for (codes, json) in &markets.lists {
            assert!(codes.is_sorted() && !codes.is_empty());
            assert_eq!(serde_json::from_str::<Vec<&str>>(json.get()).unwrap(), *codes);
        }
        for wide in (0..WIDE).map(ListId) {
            let narrow = markets.narrower(wide);
            assert!(markets.lists[narrow.0].0.iter().all(|code| markets.contains(wide, code)));
            assert!(markets.lists[narrow.0].0.len() < markets.lists[wide.0].0.len());
        }
    }
}
