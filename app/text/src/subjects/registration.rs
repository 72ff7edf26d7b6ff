//! Registration.

subject! {
    /// *Create your account* and *Check your mail*.
    sign_up {
        title,
        button,
        have_one,
        sign_in,
        lead,
        sent_title,
        sent_hint,
        not_waiting[title text],
        send_again,
        sent_again,
        closed[title text],
        /// The address is bold and has no full stop after it, because it may end a line.
        sent_to { email },
    }
}

subject! {
    /// *Create the owner*, at the first start.
    set_up {
        title,
        lead,
        open_lead,
        go_on,
        button,
        done[title text],
    }
}

subject! {
    /// The page that the mailed link opens.
    confirm_email {
        title,
        lead,
        open_lead,
        go_on,
        button,
        done[title text],
        over,
    }
}

subject! {
    /// The page of an invitation.
    join {
        title,
        open_lead,
        go_on,
        by(name),
        button,
        done[title text],
        left[title text],
        over,
    }
}

subject! {
    /// The page of the link that confirms a member's new address.
    new_email {
        title,
        lead,
        button,
        done[title text],
    }
}

subject! {
    /// *Change your e-mail address*.
    email_change {
        lead,
        now,
        new_address,
        hint,
        send,
        asked,
        waiting,
        waits { email },
        until { time },
        keep,
        kept,
    }
}
