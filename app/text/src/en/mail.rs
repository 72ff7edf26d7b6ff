use crate::{Counted, Plural, mail};

pub(super) const MAIL: mail::Sentences = mail::Sentences {
    confirm_subject: "Confirm your e-mail address for {product}",
    confirm: "\
        To finish signing up to {product}, open this link and type your password again:\n\
        \n\
        {link}\n\
        \n\
        The link works once and for 24 hours. If you did not sign up, ignore this mail:\n\
        without your confirmation nothing happens.",
    member_subject: "You already have a {product} account",
    member: "\
        Somebody, probably you, tried on {at} to sign up to {product}\n\
        with this address, which has an account already. Sign in with the password you chose:\n\
        \n\
        {origin}/sign-in\n\
        \n\
        If it was not you, there is nothing to do: your account is unchanged.",
    locked_subject: "Somebody has the password of your {product} account",
    locked: "\
        Your password was typed correctly, but the passcode or recovery code after\n\
        it was wrong several times, the last time on {at}.\n\
        That try came from the address {address}.\n\
        \n\
        If that was you, try the next passcode of your app. If it was not you, somebody\n\
        knows your password: your second factor has kept them out. Sign in and change the\n\
        password now:\n\
        \n\
        {origin}/profile",
    device_added_subject: "A device was added to your {product} account",
    device_added: "\
        The device “{device}” was added to your account on\n\
        {at}. It shows passcodes for your sign-in from now on.",
    colleague_added_subject: "A colleague’s device was added to your {product} account",
    colleague_added: "\
        The device “{device}” was added to your account on\n\
        {at}. {holder} ({email}) has it and signs in as you\n\
        with its passcodes and your password.\n\
        {may}",
    colleague_changes_security: "It may change security: devices, password, API keys.",
    colleague_signs_in_only: "It does nothing else.",
    enrolment_link_subject: "{member} shares a sign-in to {product} with you",
    enrolment_link: "\
        {member} ({email}) lets you sign in to {product} with a\n\
        phone of your own. Set it up with this link, which works once, for 24 hours:\n\
        \n\
        {link}\n\
        \n\
        If you do not know this person, ignore this mail: without you nothing happens.",
    enrolment_code_subject: "Your code for {product}",
    enrolment_code: "\
        To set up your device for the sign-in of {member}, type this code on the\n\
        page that asked for it. It works for ten minutes:\n\
        \n\
        {code}\n\
        \n\
        Tell it to nobody. {product} never asks for it by phone or mail.",
    device_waits_subject: "{holder} waits for your approval at {product}",
    device_waits: "\
        {holder} has set up the device “{device}” for your sign-in on\n\
        {at}. It works only after you approved it. Compare the\n\
        two words that both screens show:\n\
        \n\
        {link}\n\
        \n\
        Was this not you? Discard the device on the same page.",
    device_removed_subject: "A device was removed from your {product} account",
    device_removed: "\
        The device “{device}” was removed from your account on\n\
        {at}. Its passcodes are not accepted any more.",
    device_replaced_subject: "A device of your {product} account was replaced",
    device_replaced: "\
        Your device “{device}” was replaced by a new one on\n\
        {at}. The new one shows passcodes for your sign-in from now on.\n\
        Those of the old one are not accepted any more.",
    two_factor_on_subject: "Two-factor authentication is on for your {product} account",
    two_factor_on: "\
        Two-factor authentication was switched on for your account on\n\
        {at}. From now on signing in takes your password and a passcode.",
    two_factor_off_subject: "Two-factor authentication is off for your {product} account",
    two_factor_off: "\
        Two-factor authentication was switched off for your account on\n\
        {at}. From now on your password alone signs you in.",
    code_used_subject: "A recovery code was used for your {product} account",
    code_used: "\
        A recovery code was used to sign in to your account on\n\
        {at}. {left}",
    codes_left: Counted {
        none: "No recovery code is left.",
        one: "One recovery code is left.",
        other: "{count} recovery codes are left.",
    },
    codes_replaced_subject: "New recovery codes for your {product} account",
    codes_replaced: "\
        New recovery codes were made for your account on {at}.\n\
        The old ones do not work any more.",
    unknown_browser_subject: "New sign-in to your {product} account",
    unknown_browser: "\
        Your account was signed in to from a browser it did not know:\n\
        \n\
        \x20   Browser: {agent}\n\
        \x20   Address: {address}\n\
        \x20   Time:    {at}",
    forgot_subject: "Choose a new password for {product}",
    forgot: "\
        Somebody, probably you, asked for a new password at {product}. Open this link to\n\
        choose it:\n\
        \n\
        {link}\n\
        \n\
        The link works once, for 30 minutes. Two-factor authentication stays as it is.\n\
        If it was not you, ignore this mail: the password stays unchanged.",
    password_reset_subject: "Your {product} password was set anew",
    password_reset: "\
        A new password was set for your account on {at}, with a link that was\n\
        sent to this address. All sessions have ended, and no browser is trusted any more.",
    new_email_subject: "Confirm your new e-mail address for {product}",
    new_email: "\
        To use this address for your account at {product}, open this link and type\n\
        your password:\n\
        \n\
        {link}\n\
        \n\
        The link works once, for 24 hours. If you did not ask for this, ignore it: nothing\n\
        happens without the password.",
    email_taken_subject: "Your {product} account has this address already",
    email_taken: "\
        A member of {product}, perhaps you in another account, asked on {at}\n\
        to use this address. It belongs to your account, so nothing was changed.\n\
        If you want it for the other account, change it in this one first.",
    email_changed_subject: "The address of your {product} account was changed",
    email_changed: "\
        The e-mail address of your account was changed on {at},\n\
        from {old} to {new}.\n\
        Sign in with the new one from now on. Both addresses got this mail.",
    trust_stolen_subject: "A trusted browser of your {product} account was copied",
    trust_stolen: "\
        On {at} your password was typed correctly in a\n\
        browser that showed an old proof of trust: {agent}, {address}.\n\
        Such a proof is only shown again if it was copied. No browser that you\n\
        trusted with it skips the passcode any more, and what it opened is signed out.\n\
        Whoever copied it may know your password.",
    password_changed_subject: "The password of your {product} account was changed",
    password_changed: "\
        The password of your account was changed on {at}.\n\
        All other browsers were signed out.",
    key_made_subject: "A new API key of your {product} account",
    key_made: "\
        The API key “{key}” was made in your account on\n\
        {at}. A program that has it can use the API as you.",
    key_revoked_subject: "An API key of your {product} account was revoked",
    key_revoked: "\
        {by} revoked your API key “{key}” on\n\
        {at}. Programs that use it are refused.",
    keys_covered_subject: "The API keys of your {product} account need a second factor now",
    keys_covered: "\
        Two-factor authentication was switched on for your account on\n\
        {at}. From now on these API keys are not enough alone:\n\
        \n\
        {keys}\
        \n\
        Programs that use them are refused until they prove a second factor, too. Give each\n\
        key a machine device:\n\
        \n\
        {origin}/security/api-keys",
    every_call_covered_subject: "Your API keys of {product} need a second factor now",
    every_call_covered: "\
        {by} decided on {at}\n\
        that every API call of your account needs a second factor. From now on these API\n\
        keys of yours are not enough alone:\n\
        \n\
        {keys}\
        \n\
        Programs that use them are refused until they prove a second factor, too. Give each\n\
        key a machine device:\n\
        \n\
        {origin}/security/api-keys",
    machine_added_subject: "An API key of your {product} account got a machine device",
    machine_added: "\
        Your API key “{key}” got a machine device on {at}.\n\
        From now on only its passcodes count for programs that use this key.",
    machine_removed_subject: "The machine device of an API key of your {product} account was removed",
    machine_removed: "\
        The machine device of your API key “{key}” was removed on\n\
        {at}. Passcodes of your own devices count for it again.",
    key_suspended_subject: "An API key of your {product} account is suspended",
    key_suspended: "\
        There were 100 wrong passcodes with your API key “{key}”,\n\
        the last on {at} from the address {address}.\n\
        No passcode is accepted with it any more.\n\
        \n\
        Perhaps your program’s clock is wrong. Perhaps somebody has the key: the second\n\
        factor has kept them out. Revoke the key, and make a new one for your program:\n\
        \n\
        {origin}/security/api-keys",
    key_ended_subject: "An API key of your {product} account was ended",
    key_ended: "\
        Your API key “{key}” was ended on {at}\n\
        by somebody who had it, from the address {address}.\n\
        \n\
        That is how a person who finds a key makes it harmless, so the key has probably\n\
        leaked. Find out where it was stored, and make a new one for your program:\n\
        \n\
        {origin}/security/api-keys",
    invited_subject: "You are invited to a team on {product}",
    invited: "\
        “{by}” ({email}) invites you to join a team on\n\
        {product}, as {role}. Open this link to choose a name and a password:\n\
        \n\
        {link}\n\
        \n\
        The link works once and for 24 hours. If you do not know who this is, ignore this\n\
        mail: nothing happens unless you accept.",
    invited_elsewhere_subject: "You were invited to a team on {product}",
    invited_elsewhere: "\
        “{by}” invited this address on {at}\n\
        to join a team on {product}. It belongs to an account already, and an address\n\
        belongs to one account only. Ask for an invitation to another address, or leave\n\
        your team first.",
    member_joined_subject: "{name} has joined your team on {product}",
    member_joined: "\
        {name} ({email}) accepted your invitation on\n\
        {at} and is a member of the team now.",
    role_changed_subject: "Your role in your team on {product} was changed",
    role_changed: "\
        {by} changed your role on {at}.\n\
        You are {role} now. All your browsers were signed out.",
    role_owner: "an owner",
    role_admin: "an admin",
    role_member: "a member",
    member_removed_subject: "You were removed from your team on {product}",
    member_removed: "\
        {by} removed you from the team on {at}.\n\
        You can no longer sign in, and your devices are gone.",
    member_left_subject: "You have left your team on {product}",
    member_left: "\
        You left the team on {at}.\n\
        You can no longer sign in; your devices and API keys are gone.",
    reminder_subject: "Please protect your {product} account",
    reminder: "\
        {by} asks you to set up two-factor authentication: then nobody gets in with your\n\
        password alone. It takes two minutes and your phone:\n\
        \n\
        {origin}/security/two-factor/new",
    reset_started_subject: "A reset of your second factor on {product} has begun",
    reset_started: "\
        {who} started a reset of your second factor.\n\
        Reason: {reason}\n\
        \n\
        After the wait, from\n\
        {date} on,\n\
        a recovery code for you can be read. It works only with your password.\n\
        If you asked for that, wait until the code is handed to you in person.\n\
        If you did not, stop it:\n\
        \n\
        {link}",
    reset_by: "{name}",
    reset_by_operator: "Whoever runs this service",
    reset_read_subject: "A recovery code for you on {product} was read",
    reset_read: "\
        {who} read the recovery code of the reset\n\
        of your second factor: {at}.\n\
        It works once, for 24 hours, and only with your password.\n\
        If you did not ask for it, sign in and make new recovery codes, which ends it:\n\
        \n\
        {origin}/security/recovery-codes",
    reset_stopped_subject: "A reset on {product} was stopped",
    reset_stopped: "\
        {member} stopped the reset of their second factor\n\
        that you started: {at}. No code is given out.",
    sessions_ended_subject: "You were signed out of {product}",
    sessions_ended: "\
        {who} ended all your sessions: {at}.\n\
        Sign-ins that waited for a second factor are over, and browsers that you\n\
        trusted ask for a passcode again. You can sign in as before:\n\
        \n\
        {origin}/sign-in",
    policy_changed_subject: "Your team on {product} has a new policy",
    policy_changed: "\
        {by} changed the policy of your team on {at}.\n\
        {what}\n\
        What you have, and where you set it up:\n\
        \n\
        {origin}/security",
    policy_due: "\
        \n\
        Two-factor authentication is required of you from\n\
        {date} on.\n\
        Set up a device before. From then on, until you have one, you can do nothing else,\n\
        and your API keys need a passcode.\n",
    policy_keys: "\
        \n\
        These API keys of yours end earlier than they did:\n\
        \n\
        {keys}",
    two_factor_due_subject: "Please protect your {product} account in time",
    two_factor_due: "\
        Your team requires two-factor authentication of you from\n\
        {date} on.\n\
        It takes two minutes and your phone. From then on, until you have a device, you\n\
        can do nothing else:\n\
        \n\
        {origin}/security/two-factor/new",
    mailbox_code_subject: "Your code for {product}",
    mailbox_code: "\
        With this code you prove your mailbox, before you set up a device on {product}:\n\
        \n\
        \x20   {code}\n\
        \n\
        It works for 10 minutes. If you did not ask for it, another person knows your\n\
        password: sign in and change it.",
    approval_subject: "{product}: a program asks you to approve {action}",
    approval: "\
        A program asks for your approval:\n\
        \n\
        {facts}\n\
        \n\
        The program shows the same two words. Compare them, then approve or reject:\n\
        \n\
        {link}\n\
        \n\
        If you do not expect this, reject it: somebody may have the program’s credentials.\n\
        You can end them here:\n\
        \n\
        {origin}/security/api-keys",
    approval_facts: "\
        \x20   {summary}\n\
        \n\
        \x20   Action:  {action}\n\
        \x20   Words:   {words}\n\
        \x20   From:    {from}\n\
        \x20   Time:    {at}",
    approval_by_key: "API key “{key}”, {address}",
    approval_by_password: "a program with the password, {address}",
    more_subject: "{count} more: {subject}",
    more: "\
        In the hour from {since}\n\
        to {until}, this happened to your account more often than we\n\
        report one by one:\n\
        \n\
        \x20   {subject}\n\
        \n\
        {not_sent}",
    not_sent: Plural {
        one: "After ten mails one more was not sent.",
        other: "After ten mails {count} more were not sent.",
    },
    event: "\
        {happened}\n\
        \n\
        If that was you, there is nothing to do. If it was not you, sign in, change your\n\
        password and look through your devices:\n\
        \n\
        {origin}/security",
    event_or_freeze: "\
        {happened}\n\
        \n\
        If that was you, there is nothing to do. If this wasn’t you, freeze your account:\n\
        everything that is signed in stops, and you choose a new password.\n\
        \n\
        {link}",
    not_me: "\
        {text}\n\
        \n\
        If you think that somebody else uses your account, freeze it: everything that is\n\
        signed in stops, and you choose a new password.\n\
        \n\
        {link}",
    test_subject: "Test mail from {product}",
    test: "\
        Whoever runs {product} sent this mail on {at},\n\
        to see whether its mails arrive. There is nothing to do.",
    letter: "\
        Hello,\n\
        \n\
        {text}\n\
        \n\
        {product}\n\
        {origin}\n",
};
