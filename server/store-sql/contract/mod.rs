//! The contract: what every store must do, included by `#[path]` in the tests of each.
//!
//! A store's test file names a function that makes an empty store, `contract!(make)` turns every case into a test.

pub mod change;
pub mod confirm;
pub mod decide;
pub mod devices;
pub mod house;
pub mod links;
pub mod races;
pub mod rights;
pub mod sessions;

/// One test per case.
macro_rules! suite {
    ($make:path; $($group:ident: $($case:ident),+ $(,)?;)+) => {$(
        mod $group {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let (store, _guard) = $make().await;
                    crate::contract::$group::$case(&testing::Fixtures::with_entropy(store, std::sync::Arc::new(testing::SeededEntropy::new(7)))).await;
                }
            )+
        }
    )+};
}
pub(crate) use suite;

/// The whole suite for the stores that `make` makes: `async fn make() -> (Arc<dyn Store>, guard)`.
macro_rules! contract {
    ($make:path) => {
        $crate::contract::suite! { $make;
            links:
                a_link_is_exchanged_once, a_link_is_over_at_its_time, the_newest_link_ends_the_older_ones,
                joining_consumes_the_link, joining_needs_the_right_link, an_address_joins_once,
                sign_ups_replace_each_other, a_sign_up_is_mailed_again_after_a_while;
            house:
                the_canary_is_planted_once, mails_wait_until_delivered, what_is_over_is_swept, a_member_changes_their_profile,
                a_hash_is_renewed_only_if_it_is_still_the_same, windows_are_reserved_all_or_none, tries_are_given_back,
                a_verified_password_gives_its_tries_back_with_what_it_opens;
            sessions:
                the_password_alone_opens_a_session_only_while_two_factor_is_off, a_session_reads_as_it_was_written,
                the_newest_sign_in_is_the_last_living_one, a_touch_never_revives, ending_a_session_takes_what_hangs_on_it, a_password_is_proved_in_a_live_session_only,
                a_challenge_needs_the_password_and_two_factor, a_challenge_is_over_at_its_time, browsers_are_known_per_member,
                a_challenge_brings_what_a_passcode_is_checked_against;
            decide:
                a_right_code_opens_the_session, a_step_is_accepted_once, only_later_steps_are_accepted,
                a_challenge_takes_five_wrong_codes, the_first_wait_is_mailed_once, a_closed_counter_evaluates_nothing,
                what_is_gone_changes_nothing, nobody_uses_anothers_challenge_device_or_code, a_recovery_code_opens_a_repair,
                a_recovery_code_is_used_once, a_step_up_marks_the_session, a_step_up_needs_a_live_session;
            confirm:
                the_first_device_switches_two_factor_on, a_second_device_changes_nothing_else,
                only_the_session_that_made_it_confirms, a_wrong_code_confirms_nothing, the_confirming_code_is_used_up,
                a_repair_gets_codes_only_when_none_are_left;
            devices:
                devices_are_listed_oldest_first, a_pending_device_expires, names_are_unique_per_member, ten_devices_are_enough,
                adding_needs_proof, a_device_is_renamed, only_a_pending_device_is_discarded;
            rights:
                a_step_up_gives_a_new_token, a_lost_device_takes_what_it_opened, switching_off_means_the_last_device,
                repairs_that_follow_each_other_are_one, new_codes_in_a_repair_end_the_other_sessions,
                new_codes_forget_the_wrong_ones, a_stop_is_mailed;
            change:
                a_new_password_ends_all_else, a_change_needs_fresh_proof, a_change_may_end_its_own_session,
                removing_a_device_ends_what_it_opened, the_last_device_is_not_removed_by_the_way,
                the_last_device_may_be_lost, the_last_device_may_switch_off, switching_off_ends_everything_of_it,
                new_codes_replace_the_old_ones;
            races:
                one_step_opens_one_session, wrong_codes_never_overrun_the_limit, one_recovery_code_opens_one_session,
                nine_devices_become_ten, one_link_is_held_once, one_mail_is_taken_once, one_sign_up_joins_once,
                a_try_is_reserved_within_the_limit, no_sign_in_survives_a_switch_off;
        }
    };
}
pub(crate) use contract;
