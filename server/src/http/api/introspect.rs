//! `POST /api/v1/introspect`: a resource server asks about the credential of a program (RFC 7662).

use super::{
    Problem, approvals,
    credential::{bearer, only},
    document::INTROSPECTION,
    fields::{Email, Id, Methods, Role, Scopes, TokenType, UnixTime, Url, string},
};
use crate::http::{Shared, middleware::BODY_BYTES};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Form, FromRequest, Request, State},
};
use domain::{introspection::Active, kernel::browser::Browser};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::{
    ToSchema,
    openapi::{KnownFormat, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, schema::Type},
};
use zeroize::Zeroizing;

/// The form of a question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IntrospectionRequest)]
struct Question {
    #[schema(schema_with = presented)]
    token: Zeroizing<String>,
    #[schema(schema_with = hint, rename = "token_type_hint")]
    #[serde(default, rename = "token_type_hint")]
    _hint: Option<String>,
    #[schema(schema_with = asked_from)]
    address: Option<IpAddr>,
}

/// What a resource server is told.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Introspection)]
pub(in crate::http) enum Answer {
    Good(Box<Details>),
    Bad(Inactive),
}

/// The credential is not good here and now, whatever the reason.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Inactive {
    #[schema(schema_with = no)]
    active: bool,
}

/// The credential is good here and now.
#[derive(Serialize, ToSchema)]
#[schema(as = Active)]
pub(in crate::http) struct Details {
    #[schema(schema_with = yes)]
    active: bool,
    /// The member.
    sub: Id,
    #[schema(value_type = Email)]
    username: String,
    account: Id,
    #[schema(value_type = Role)]
    role: &'static str,
    #[schema(value_type = Scopes)]
    scope: String,
    #[schema(value_type = TokenType)]
    token_type: &'static str,
    /// This server.
    #[schema(value_type = Url)]
    iss: String,
    /// The API key that it is, or that bought it; `null` if a password did.
    #[schema(required)]
    client_id: Option<Id>,
    /// When it ends; `null` for a key without an end.
    #[schema(required)]
    exp: Option<UnixTime>,
    /// When it was proved.
    auth_time: UnixTime,
    #[schema(value_type = Methods)]
    amr: Vec<&'static str>,
    /// The device whose passcode was proved.
    #[schema(required)]
    device_id: Option<Id>,
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<approvals::OfToken>,
}

/// The credential.
fn presented() -> Schema {
    anything("The credential that a program presented.")
}

/// The kind of the credential.
fn hint() -> Schema {
    anything("RFC 7662 has it; it changes nothing, because a credential names its kind itself.")
}

fn anything(description: &str) -> Schema {
    let length = string().max_length(Some(BODY_BYTES));
    length.pattern(Some(r"^[\s\S]*$")).description(Some(description)).into()
}

/// The address of the program.
fn asked_from() -> Schema {
    let of = |format| {
        string()
            .format(Some(SchemaFormat::KnownFormat(format)))
            .max_length(Some(45))
    };
    let address = OneOfBuilder::new()
        .item(of(KnownFormat::Ipv4))
        .item(of(KnownFormat::Ipv6));
    let why = "Where the program's request comes from; a key that is accepted from some networks only is not good without it.";
    address.description(Some(why)).into()
}

fn yes() -> Schema {
    always(true)
}

fn no() -> Schema {
    always(false)
}

fn always(value: bool) -> Schema {
    ObjectBuilder::new()
        .schema_type(Type::Boolean)
        .enum_values(Some([value]))
        .into()
}

/// Answers whether a credential is good here and now (RFC 7662).
///
/// Ask for each request: a credential that is revoked is inactive from the next question on.
#[utoipa::path(
    post,
    path = "/api/v1/introspect",
    operation_id = "introspect",
    tag = INTROSPECTION,
    request_body(content = Question, content_type = "application/x-www-form-urlencoded"),
    security(("resource_key" = [])),
    responses((status = 200, description = "Whether it is good", body = Answer)),
)]
pub(in crate::http) async fn introspect(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Answer>, Problem> {
    let resource = shared.service.resource_server(bearer(&headers)?).await?;
    let question = question(&headers, body).await?;
    let token = (question.token.as_str(), question.address);
    let active = shared.service.introspect(&resource, token, &browser).await?;
    Ok(Json(match active {
        Some(active) => Answer::Good(details(active, &shared.service.settings().origin).into()),
        None => Answer::Bad(Inactive { active: false }),
    }))
}

fn details(active: Active, origin: &str) -> Details {
    let Active {
        passed,
        key,
        expires_at,
    } = active;
    Details {
        active: true,
        sub: Id::of(&passed.member.id),
        username: passed.member.email.as_str().to_owned(),
        account: Id::of(&passed.member.account),
        role: passed.member.role.as_str(),
        scope: passed.scope.unwrap_or_default(),
        token_type: "Bearer",
        iss: origin.to_owned(),
        client_id: key.as_ref().map(Id::of),
        exp: expires_at.map(Into::into),
        auth_time: passed.auth_time.into(),
        amr: passed.amr,
        device_id: passed.device.as_ref().map(Id::of),
        approval: passed.approval.map(Into::into),
    }
}

/// Reads the form. Unknown and repeated fields are refused.
async fn question(headers: &HeaderMap, body: Bytes) -> Result<Question, Problem> {
    let media = only(headers, header::CONTENT_TYPE.as_str())?.unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let request = Request::post("/").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.body(body.into()).map_err(|_| Problem::bad_form())?;
    let Form(question) = Form::from_request(request, &())
        .await
        .map_err(|_| Problem::bad_form())?;
    Ok(question)
}
