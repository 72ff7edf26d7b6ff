//! `GET /api/v1/members`: the people of the account, by pages.

use super::{
    Problem, credential,
    document::READ,
    fields::{Email, Id, Name, Role, Time},
    limit::Quota,
    page_size,
};
use crate::http::Shared;
use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
};
use domain::{
    kernel::{browser::Browser, id::MemberId},
    profile::member::Member,
};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use terms::Scope;
use utoipa::{IntoParams, ToSchema};

/// What the query may ask for.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Asked {
    /// `next` of the page before.
    #[param(value_type = Option<Id>, nullable = false)]
    after: Option<String>,
    /// The most entries of this page.
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
}

/// Some members, in the order of their ids.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Members {
    #[schema(max_items = 100)]
    members: Vec<Item>,
    /// The value of `after` for the next page.
    #[schema(required)]
    next: Option<Id>,
}

/// A member; owners and admins see more than others.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
struct Item {
    id: Id,
    #[schema(value_type = Name)]
    name: String,
    #[schema(value_type = Role)]
    role: &'static str,
    /// Owners and admins see it.
    #[schema(value_type = Option<Email>, nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// Owners and admins see it.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    two_factor: Option<bool>,
    /// Owners and admins see it.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    joined_at: Option<Time>,
}

impl Item {
    fn of(member: Member, details: bool) -> Self {
        Self {
            id: Id::of(&member.id),
            name: member.name,
            role: member.role.as_str(),
            email: details.then(|| member.email.as_str().to_owned()),
            two_factor: details.then_some(member.two_factor_since.is_some()),
            joined_at: details.then(|| member.created_at.into()),
        }
    }
}

/// Lists the people of the account, by pages.
///
/// They come in the order of their ids. Owners and admins see more of each than others.
#[utoipa::path(
    get,
    path = "/api/v1/members",
    operation_id = "list_members",
    tag = READ,
    params(Asked),
    security(("key" = ["members"]), ("token" = ["members"])),
    responses((status = 200, description = "A page of members", body = Members)),
)]
pub(in crate::http) async fn list(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<(Quota, Json<Members>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Members, &browser, &headers).await?;
    let Query(asked) = query.map_err(|_| Problem::bad_query())?;
    let limit = page_size(asked.limit)?;
    let after = asked
        .after
        .as_deref()
        .map(|id| MemberId::parse(id).ok_or_else(Problem::bad_query));
    let after = after.transpose()?;
    // One more than asked for tells whether there is a next page.
    let mut members = shared.service.members_of(&program, after.as_ref(), limit + 1).await?;
    let more = members.len() > limit;
    members.truncate(limit);
    let next = members.last().filter(|_| more).map(|member| Id::of(&member.id));
    let details = program.member.manages_team();
    let members = members.into_iter().map(|member| Item::of(member, details)).collect();
    Ok((quota, Json(Members { members, next })))
}
