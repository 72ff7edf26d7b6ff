//! Signing in: the password, then a passcode or a recovery code.

subject! {
    /// *Forgot your password?* and the page of the mailed link.
    forgot_password {
        title,
        lead,
        button,
        /// The address is bold and has no full stop after it, because it may end a line.
        sent_to { email },
        sent_hint,
        not_waiting[title text],
        new_title,
        open_lead,
        new_lead,
        set,
        done[title text],
        over,
    }
}

subject! {
    /// The first factor.
    sign_in {
        title,
        button,
        no_account,
        sign_up,
        session_ended[title text],
        signed_out_everywhere[title text],
        device_removed[title text],
    }
}

subject! {
    /// The second factor: a passcode.
    passcode {
        title,
        label,
        button,
        trust,
        use_recovery,
        other_account,
        help[title text],
        /// The address is bold and has no full stop after it, because it may end a line.
        lead { email },
    }
}

subject! {
    /// A recovery code as the second factor, and the repair session that it opens.
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
