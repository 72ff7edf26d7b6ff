//! Writes what a browser downloads: for each language a file of its sentences, one a line. `scripts/build` runs it.
//!
//! Lines and not JSON: the client reads them with `split`, without a parser and without a second copy of each.

use std::{env, error::Error, fs, path::PathBuf};
use terms::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("usage: lists FOLDER")?);
    for language in Language::ALL {
        let file = folder.join(format!("words-{}.txt", language.as_str()));
        let list = text::sentences(*language).sent().join("\n");
        // Left as it is where nothing changed: what is made from it is not made again.
        if fs::read_to_string(&file).is_ok_and(|former| former == list) {
            continue;
        }
        fs::write(file, list)?;
    }
    Ok(())
}
