//! B18–B44: no step can be skipped or swapped.

mod challenge;
mod cross_site;
mod flows;
mod rights;
mod sessions;
