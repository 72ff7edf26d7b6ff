//! *Machine device*, a page that the server makes, so no browser downloads its sentences.

subject! {
    /// Setting up, replacing and removing the second factor of a program.
    machine_device {
        lead(name),
        add[title text],
        replaces,
        algorithm,
        length,
        digits(digits),
        apps,
        add_button,
        secret[title text],
        shown_until { time },
        base32,
        uri,
        usage,
        usage_hint,
        first_passcode,
        first_hint(digits),
        shape(digits),
        verify,
        remove[title text],
        remove_button,
        second_factor,
        has_none,
        has(algorithm, digits),
        confirmed { time },
        set_up,
        manage,
        done_confirmed,
        done_removed,
    }
}
