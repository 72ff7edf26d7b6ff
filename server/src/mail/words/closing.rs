//! Mails about a closed account.

use domain::mail::About;
use text::Text;

/// What these mails tell.
pub(super) fn told(text: Text, about: &About, at: &str) -> String {
    let words = text.closing_mail();
    match about {
        About::AccountClosed { by, until, keep } => {
            let until = text.exact(until.0);
            match keep {
                Some(keep) => words.closed_owner(by, at, &until, keep.expose_secret()),
                None => words.closed_member(by, at, &until),
            }
        }
        About::AccountIsClosed { since, until, keep } => {
            let (since, until) = (text.exact(since.0), text.exact(until.0));
            match keep {
                Some(keep) => words.is_closed_owner(&since, &until, keep.expose_secret()),
                None => words.is_closed_member(&since, &until),
            }
        }
        About::AccountKept { by } => words.kept(by, at),
        About::AccountErased { closed } => words.erased(&text.exact(closed.0), at),
        _ => String::new(),
    }
}
