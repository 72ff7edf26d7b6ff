//! A release binary holds the client's files (target/site, made by scripts/build): it is built again when they change.
//!
//! A debug build reads the folder when it starts: it needs no rebuild after a change of the client, and no client to compile.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../target/site/manifest.json");
    }
}
