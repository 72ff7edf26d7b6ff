//! How long the long series are: the environment variable `TEST_SCALE` multiplies them.

/// So many rounds of a race.
pub fn rounds(base: usize) -> usize {
    base.saturating_mul(scale())
}

/// So many cases of a property.
pub fn cases(base: u32) -> u32 {
    base.saturating_mul(u32::try_from(scale()).unwrap())
}

fn scale() -> usize {
    let scale = std::env::var("TEST_SCALE").ok().and_then(|text| text.parse().ok());
    scale.unwrap_or(1)
}
