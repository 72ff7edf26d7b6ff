//! Switching two-factor off.

use crate::{people::ANA, world::World};
use app::wire::error::ApiError;
use terms::{Conflict, Rejection};

#[tokio::test]
async fn switching_off_needs_step_up_and_ends_everything() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    let mut other = world.fully(&ana).await;
    owner
        .post("devices/remove", &[("id", &ana.phone().id), ("switch_off", "true")])
        .await
        .ok();
    assert!(owner.is_in().await && !other.is_in().await);
    for table in ["device", "recovery_code", "challenge"] {
        assert!(world.tables.rows(table).await.is_empty(), "{table}");
    }
    assert_eq!(
        owner.post("two-factor/switch-off", &[]).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
    assert_eq!(
        owner.post("recovery-codes/replace", &[]).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
    assert!(world.signed_in(&ana).await.is_in().await);
}
