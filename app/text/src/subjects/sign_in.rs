//! Signing in: the password, then a passcode or a recovery code.

subject! {
    /// The first factor.
    sign_in {
        title,
        button,
        no_account,
        sign_up,
        session_ended[title text],
        device_removed[title text],
    }
}

subject! {
    /// The second factor: a passcode.
    passcode {
        title,
        label,
        button,
        use_recovery,
        other_account,
        help[title text],
        /// The address stands in bold and without a full stop: it may end a line of its own.
        lead { email },
    }
}

subject! {
    /// The second factor on the day the phone is gone, and the session it opens.
    recovery {
        title,
        label,
        hint,
        button,
        use_passcode,
        lead,
        none_left[title text],
        repair[title text],
        new_set_first,
        repair_ends { time },
    }
}
