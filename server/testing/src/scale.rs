//! The length of long test series, multiplied by the environment variable `TEST_SCALE`.

/// Returns the number of rounds of a race.
pub fn rounds(base: usize) -> usize {
    base.saturating_mul(scale())
}

/// Returns the number of cases of a property test.
pub fn cases(base: u32) -> u32 {
    base.saturating_mul(u32::try_from(scale()).unwrap())
}

fn scale() -> usize {
    let scale = std::env::var("TEST_SCALE").ok().and_then(|text| text.parse().ok());
    scale.unwrap_or(1)
}
