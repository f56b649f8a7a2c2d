-- Reading messages that anybody may have written. Re-applied whenever this file changes.

-- The uuid that a text is, or null: a message from outside must not be able to stop a claim.
create or replace function tasker.uuid_of(text text) returns uuid
language sql immutable parallel safe
return case when text ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then text::uuid end;
