//! Two-factor authentication and its devices.

subject! {
    /// The device list.
    two_factor {
        title,
        lead_on,
        lead_off,
        add,
        devices,
        no_device[title text],
        empty[title text],
        never_used,
        confirmed,
        pending,
        ended,
        colleague,
        go_on,
        elsewhere,
        discard,
        rename,
        new_name,
        remove,
        lost,
        replace,
        try_title,
        most,
        switch_off,
        proved_set_up,
        proved_sign_in,
        proved_step_up,
        proved_token,
        proved_try,
        repair_help,
        on_since(date),
        more(device),
        added(device),
        added_at { time },
        last_used { time },
        expires { time },
    }
}

subject! {
    /// The form that names a new device.
    new_device {
        title,
        lead,
        app_title,
        app_help[title text],
        app_google,
        app_other,
        play_store,
        app_store,
        name,
        name_hint,
        password_hint,
        passcode_hint,
        button,
        step_name,
        step_scan,
        step_confirm,
    }
}

subject! {
    /// The page with the QR code.
    scan {
        title,
        open_app,
        or_other_phone,
        cannot_scan,
        key_hint,
        button,
        start_again,
        elsewhere[title text],
        gone[title text],
        lead(device),
        passcode_hint(product),
        qr_label(device),
        elsewhere_lead(device),
        shown_only_here { time },
        expires { time },
    }
}

subject! {
    /// The page that removes a device, for browsers: its title, and why it may refuse.
    remove {
        title,
        last[title text],
    }
}

subject! {
    /// The content of that page, which the server makes.
    removal {
        lost_title,
        button,
        lost_button,
        lost_last[title text],
        passcode_hint,
        no_passcode,
        lost_instead,
        last_button,
        pending,
        /// The current session was opened with the lost device and ends with it.
        lost_own[none count],
        lead(device),
        lost_lead(device),
    }
}

subject! {
    /// Replacing a device, which the server makes: the page, what the list says meanwhile, and what the page of the QR code does.
    replacement {
        then,
        passcode_hint,
        no_passcode,
        button,
        waits,
        lead(device),
        scan(device),
    }
}

subject! {
    /// Trying a device, which the server makes: the hint in the list, and the page.
    trial {
        unused,
        try_it,
        passcode_hint,
        button,
        lead(device),
    }
}

subject! {
    /// The page that switches two-factor off, which the server makes.
    switch_off {
        lead,
        passcode_hint,
        button,
        keep,
        off_already,
        back,
    }
}
