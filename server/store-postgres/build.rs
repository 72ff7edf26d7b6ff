//! A new migration is a reason to build again: `migrate!` itself only notices changed ones.

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
