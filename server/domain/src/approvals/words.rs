//! The two words that a person compares with those that the program prints.

use crate::kernel::ports::Entropy;

/// Plain words that are hard to mistake for each other.
#[rustfmt::skip]
const WORDS: [&str; 256] = [
    "acorn", "adobe", "agile", "alarm", "album", "alpine", "amber", "anchor", "angle", "apple", "apron", "arctic",
    "arrow", "atlas", "autumn", "awake", "badge", "baker", "balcony", "bamboo", "banjo", "barn", "basket", "beacon",
    "bench", "berry", "bicycle", "birch", "blanket", "blue", "bonus", "bottle", "branch", "brave", "breeze",
    "brick", "bridge", "bronze", "brush", "bucket", "butter", "button", "cabin", "cable", "cactus", "camel",
    "candle", "canvas", "carbon", "carpet", "castle", "cedar", "cello", "chalk", "cherry", "circle", "citrus",
    "clay", "clever", "cliff", "clock", "cloud", "clover", "cobalt", "cocoa", "comet", "copper", "coral", "corner",
    "cotton", "crane", "crayon", "cricket", "crisp", "crown", "crystal", "curtain", "dahlia", "dancer", "desert",
    "diamond", "dolphin", "domino", "donkey", "dragon", "dream", "drum", "eagle", "early", "easel", "echo",
    "eleven", "elm", "ember", "emerald", "engine", "envelope", "evening", "fabric", "falcon", "family", "feather",
    "fennel", "fern", "fiddle", "flame", "flute", "forest", "fossil", "fountain", "fresh", "friday", "garden",
    "garlic", "gentle", "ginger", "glacier", "glass", "globe", "golden", "granite", "grape", "guitar", "hammer",
    "harbor", "harvest", "hazel", "helmet", "hero", "hexagon", "hollow", "honey", "horizon", "humble", "iceberg",
    "icicle", "igloo", "indigo", "island", "ivory", "jacket", "jasmine", "jigsaw", "jolly", "jungle", "juniper",
    "kayak", "kettle", "kitten", "koala", "ladder", "lantern", "laurel", "lemon", "lily", "linen", "lion", "lizard",
    "lobster", "lucky", "magnet", "mango", "maple", "marble", "meadow", "melon", "mirror", "modern", "monday",
    "morning", "mosaic", "mountain", "muffin", "museum", "napkin", "nectar", "needle", "nickel", "noble", "north",
    "nutmeg", "oasis", "oboe", "ocean", "olive", "onion", "opal", "orange", "orchid", "otter", "oyster", "paddle",
    "palace", "panda", "paper", "parrot", "pearl", "pebble", "pencil", "pepper", "piano", "pilot", "pine", "planet",
    "plum", "pocket", "polar", "pony", "poppy", "prism", "puzzle", "quartz", "quiet", "quilt", "rabbit", "radish",
    "ranch", "raven", "ribbon", "river", "robin", "rocket", "saddle", "saffron", "salmon", "sandal", "satin",
    "scarf", "shadow", "silver", "sketch", "spiral", "spruce", "squirrel", "summer", "sunset", "swan", "tango",
    "teapot", "thunder", "ticket", "tiger", "timber", "tulip", "tunnel", "turtle", "umbrella", "urban", "valley",
    "velvet", "violet", "walnut", "willow", "winter", "yellow", "zebra",
];

/// Returns two different words. Sixteen bits are enough: the words keep nothing secret, they tell one request from
/// another.
pub(crate) fn two_words(entropy: &dyn Entropy) -> String {
    let mut bytes = [0u8; 2];
    loop {
        entropy.fill(&mut bytes);
        if bytes[0] != bytes[1] {
            let word = |byte| WORDS.get(usize::from(byte)).copied().unwrap_or_default();
            return bytes.map(word).join(" ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_words_are_plain_and_different() {
        let different: BTreeSet<_> = WORDS.iter().collect();
        assert_eq!(different.len(), WORDS.len());
        for word in WORDS {
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            assert!((3..=8).contains(&word.len()), "{word}");
        }
    }

    #[test]
    fn two_words_are_two() {
        struct Fixed(std::sync::Mutex<Vec<[u8; 2]>>);
        impl Entropy for Fixed {
            fn fill(&self, bytes: &mut [u8]) {
                let next = self.0.lock().expect("unpoisoned").pop().expect("enough");
                bytes.copy_from_slice(&next);
            }
        }
        let entropy = Fixed(vec![[0, 255], [7, 7]].into());
        assert_eq!(two_words(&entropy), "acorn zebra");
    }
}
