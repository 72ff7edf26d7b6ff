//! Rebuilds a release binary when the client's files change (target/site, made by scripts/build), because it embeds
//! them.
//!
//! A debug build reads the folder at start instead, so it can be built without a client and needs no rebuild. The folder
//! has to be there all the same: rust-embed keeps its path as it finds it, and serves nothing from one that it could not
//! resolve.

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../target/site/manifest.json");
    } else {
        std::fs::create_dir_all("../target/site")?;
    }
    Ok(())
}
