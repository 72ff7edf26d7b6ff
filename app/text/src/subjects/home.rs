//! Home, *Access and security* and *My profile*.

subject! {
    /// The check-up and the recommended next step.
    home {
        title,
        lead_off,
        lead_on,
        protect[title text],
        protect_button,
        not_now,
        not_now_done[title text],
        save_codes[title text],
        save_codes_button,
        second_device[title text],
        no_device[title text],
        few_codes,
        all_well[title text],
        check_up,
        password,
        email,
        two_factor,
        recovery_codes,
        last_sign_in,
        state_on,
        state_off,
        state_set,
        state_confirmed,
        state_none,
        state_not_saved,
        state_saved,
        state_few,
        after_first_device,
        turn_on,
        manage,
        make_new,
        save,
        change,
        no_device_yet,
        this_browser,
        another_browser,
        devices[none count],
        codes_left[count],
        changed { time },
    }
}

subject! {
    /// The cards of *Access and security*.
    security {
        title,
        lead,
        two_factor,
        recovery_codes,
        activity_title,
        activity,
        api_keys_title,
        new_api_key_title,
        api_key_title,
        machine_device_title,
        approve_title,
        prove_again_title,
        colleague_title,
        api_keys,
        on,
        off,
    }
}

subject! {
    /// *My profile*.
    profile {
        title,
        about,
        name,
        email,
        password,
        two_factor,
        two_factor_off,
        two_factor_on,
        activate,
        manage,
        first_device_name,
        email_hint,
        current_password,
        new_password,
        passcode_hint,
        change,
        changed[title text],
        lead,
        current_hint,
        password_changed { time },
        language,
        language_hint,
        language_label,
        as_browser,
        save_language,
    }
}
