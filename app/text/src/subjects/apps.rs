//! *Confirm that it is you*, a page that the server makes, so no browser downloads its sentences.

subject! {
    /// The way to an application that wants a recent second factor.
    apps {
        lead,
        lead_password,
        passcode_hint,
        button,
        no_two_factor[title text],
        set_up,
    }
}
