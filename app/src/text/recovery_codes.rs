//! The sheet of recovery codes, on the screen, in the file and on paper.

pub const TITLE: &str = "Recovery codes";
pub const KEEP_TITLE: &str = "Keep these recovery codes";
pub const KEEP_LEAD: &str = "If your phone is lost, one of these lets you in once.";
/// Before the moment at which they do ("in 15 minutes").
pub const SHOWN_UNTIL: &str = "They are shown only in this browser, and vanish ";
pub const OVER_TITLE: &str = "The codes are not kept here any longer.";
pub const OVER: &str = "If you still see them, write them down now. If not, make new ones.";
pub const WHERE: &str =
    "Keep them away from your phone: in a password manager, or on paper where you keep your passport.";
pub const LEAD: &str = "Ten single-use codes for the day your phone is gone.";
pub const NOT_SAVED_TITLE: &str = "Leave without saving them?";
pub const NOT_SAVED: &str = "You have not copied, downloaded or printed the codes, and they are not shown again.";
pub const LEAVE: &str = "Leave anyway";
pub const STAY: &str = "Keep them in view";
pub const TYPE_BACK: &str = "Type one of them back";
pub const TYPE_BACK_HINT: &str = "So that we both know you have them.";
pub const TYPE_BACK_BUTTON: &str = "I have them";
pub const SAVED: &str = "Saved. You won’t need them often.";
pub const DONE: &str = "Done";
pub const WRONG: &str = "This is none of the codes above.";

pub const NONE: &str = "You get ten recovery codes with your first device.";
pub const NONE_TITLE: &str = "No recovery codes yet";
pub const MAKE_NEW: &str = "Make new recovery codes";
/// Before a moment.
pub const SAVED_AT: &str = "Saved ";
pub const NEVER_SAVED: &str = "They were never saved: make new ones and keep them.";
pub const MAKE_NEW_TEXT: &str = "The ten you have now stop working, and all other sessions end.";
pub const LOW: &str = "Make new recovery codes before you run out.";
pub const NOT_SHOWN_AGAIN: &str = "They were shown once and cannot be shown again.";

pub fn left(count: u32) -> String {
    match count {
        0 => "No recovery codes left".to_owned(),
        1 => "1 recovery code left".to_owned(),
        _ => format!("{count} of 10 recovery codes left"),
    }
}

/// The first line of the sheet on paper and of the file.
pub fn sheet_title(product: &str) -> String {
    format!("{product} recovery codes")
}

/// Whose codes these are, and since when.
pub fn sheet_about(email: &str, date: &str) -> String {
    format!("{email} · made on {date}")
}

pub const SHEET_NOTE: &str = "Each code works once, together with your password. New codes make these worthless.";
