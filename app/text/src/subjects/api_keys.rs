//! *API keys*, pages that the server makes, so no browser downloads their sentences.

subject! {
    /// The list, the form, and the page of a key.
    api_keys {
        lead,
        lead_all,
        new_lead,
        reference,
        list,
        most,
        empty[title text],
        covered_by_account[title text],
        covered[title text],
        held_by(name),
        active,
        expired,
        suspended,
        is_suspended[title text],
        created { time },
        used { time },
        used_from(address),
        never_used,
        until(date),
        was_until(date),
        no_end,
        from_networks(networks),
        from_anywhere,
        may,
        name,
        name_hint,
        scopes,
        scopes_hint,
        life,
        days[count],
        forever,
        networks,
        networks_hint,
        password_hint,
        make,
        ready[title text],
        shown_until { time },
        usage,
        usage_hint,
        done,
        gone,
        revoke[title text],
        revoke_button,
        revoked,
        activity,
    }
}

subject! {
    /// The account's switch *every API call needs a second factor*.
    every_call {
        title,
        on,
        off,
        switch_on[title text],
        switch_on_button,
        switch_off[title text],
        switch_off_button,
        done_on,
        done_off,
        first,
        first_hint,
    }
}

subject! {
    /// Which keys need a passcode once two-factor is on, and when it is off again.
    key_cover {
        on[title text],
        off[title text],
        still[title text],
        list,
        all[count],
        set_up,
        set_up_for(key),
        ready,
    }
}

subject! {
    /// What each scope lets a program do.
    scopes {
        me,
        devices,
        sessions,
        activity,
        members,
        verify,
        approvals,
        operators,
        operators_fresh[count],
    }
}

subject! {
    /// Messages at the fields of a new key, and above them.
    api_key_errors {
        name,
        name_hidden,
        name_taken,
        no_scope,
        life,
        networks,
        many_networks,
        many[title text],
    }
}
