//! Renews the places when their file has changed.

use crate::{
    places::{PlacesFile, Reload},
    remarks::{PLACES, Remarks},
};
use domain::{Error, InternalError};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Looks at the file once. A file that cannot be used leaves the one before in use; a remark and one line in the log say
/// so until the file is right again.
pub async fn renew_places(file: &Arc<PlacesFile>, remarks: &Remarks) -> Result<(), Error> {
    let reading = file.clone();
    let reloaded = spawn_blocking(move || reading.reload()).await;
    match reloaded.map_err(|error| InternalError::new("reading the file of places", error))? {
        Ok(Reload::Current) => remarks.clear(PLACES),
        Ok(Reload::Waiting) => {}
        Ok(Reload::Renewed) => {
            remarks.clear(PLACES);
            log_places(file);
        }
        Err(error) => {
            if remarks.set(PLACES) {
                tracing::warn!(%error, "the new file of places is not used; the one before is");
            }
        }
    }
    Ok(())
}

/// Logs which places are used.
pub fn log_places(file: &PlacesFile) {
    let (kind, made) = file.about();
    tracing::info!(kind, made, "places are shown beside network addresses");
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::places::place;
    use terms::Language;
    use testing::MmdbPlan;

    #[tokio::test]
    async fn a_file_that_cannot_be_used_is_a_remark_until_it_is_right_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("city.mmdb");
        let write = |city: &str| {
            let plan = MmdbPlan::default().with("203.0.113.0/24", &[("en", city)], &[]);
            std::fs::write(&path, plan.to_bytes()).expect("a file");
        };
        write("Vienna");
        let (file, remarks) = (Arc::new(PlacesFile::open(&path).expect("places")), Remarks::default());
        let renew = async || renew_places(&file, &remarks).await.expect("a look");
        let shown = || place(file.as_ref(), "203.0.113.7", Language::English);
        std::fs::write(&path, "no database").expect("a file");
        renew().await;
        assert_eq!(remarks.lines(), "", "it may be whole later");
        for _ in 0..3 {
            renew().await;
            assert_eq!(remarks.lines(), "remark: places\n");
        }
        assert_eq!(shown().as_deref(), Some("Vienna"));
        write("Graz");
        renew().await;
        assert_eq!(
            (remarks.lines().as_str(), shown().as_deref()),
            ("remark: places\n", Some("Vienna"))
        );
        renew().await;
        assert_eq!((remarks.lines().as_str(), shown().as_deref()), ("", Some("Graz")));
    }
}
