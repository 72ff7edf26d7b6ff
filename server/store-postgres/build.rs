//! Rebuilds the crate when a migration is added; `migrate!` itself only tracks existing files.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
