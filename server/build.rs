//! Puts the client's files (target/site, made by scripts/build) into the release binary.
//!
//! A debug build reads the folder when it starts: it needs no rebuild after a change of the client, and no client to compile.

use std::{env, error::Error, fmt::Write, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let site = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../target/site");
    let out = Path::new(&env::var("OUT_DIR")?).join("site.rs");
    let release = env::var("PROFILE")? == "release";
    let code = if release {
        println!("cargo:rerun-if-changed={}", site.join("manifest.json").display());
        embedded(&site)?
    } else {
        format!("const SITE: Site = Site::Folder({:?});\n", site.display().to_string())
    };
    Ok(fs::write(out, code)?)
}

fn embedded(site: &Path) -> Result<String, Box<dyn Error>> {
    let manifest = fs::read(site.join("manifest.json")).unwrap_or_else(|_| b"{}".to_vec());
    let manifest: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&manifest)?;
    let mut code = String::from("const SITE: Site = Site::Embedded(&[\n");
    for (name, entry) in &manifest {
        let text = |key: &str| {
            entry[key]
                .as_str()
                .ok_or_else(|| format!("manifest.json: {name} has no {key}"))
        };
        let file = text("file")?;
        let include = |suffix: &str| {
            format!(
                "include_bytes!({:?})",
                site.join(format!("{file}{suffix}")).display().to_string()
            )
        };
        let packed = |key: &str| {
            if entry[key].is_null() {
                "None".into()
            } else {
                format!("Some({})", include(&format!(".{key}")))
            }
        };
        let (media, raw, br, gz) = (text("type")?, include(""), packed("br"), packed("gz"));
        writeln!(
            code,
            "    Embedded {{ name: {name:?}, file: {file:?}, media: {media:?}, raw: {raw}, br: {br}, gz: {gz} }},"
        )?;
    }
    code.push_str("]);\n");
    Ok(code)
}
