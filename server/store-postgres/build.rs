//! A new migration is a reason to build again: `migrate!` itself only notices changed ones.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
