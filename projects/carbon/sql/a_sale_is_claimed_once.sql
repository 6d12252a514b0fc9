-- One sale of a registry stands once: not twice by two proposals, nor replaced by two others.
create or replace function projects_a_sale_is_claimed_once() returns trigger
language plpgsql as $$
declare
    twin bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended('projects_soldright', new.project_id));
    select other.id into twin from projects_soldright other
        where other.replaces_id = new.replaces_id and other.id <> new.id
          and other.decision = 'confirmed';
    if found then
        raise exception 'Sale % was replaced by % already.', new.replaces_id, twin
            using errcode = '23505', table = tg_table_name, constraint = 'a_sale_is_replaced_once';
    end if;
    select other.id into twin from projects_soldright other
        where other.project_id = new.project_id and other.kind = new.kind
          and other.registry_reference = new.registry_reference
          and daterange(other.starts_on, other.ends_on) && daterange(new.starts_on, new.ends_on)
          and other.decision = 'confirmed' and other.id <> new.id
          and other.id is distinct from new.replaces_id
          and not exists (
              select from projects_soldright later
              where later.replaces_id = other.id and later.decision = 'confirmed');
    if found then
        raise exception 'Sale % of the same project, kind and months bears the reference % already.',
            twin, new.registry_reference
            using errcode = '23505', table = tg_table_name, constraint = 'a_sale_is_claimed_once';
    end if;
    return null;
end $$;

create or replace trigger a_sale_is_claimed_once
    after update of decision on projects_soldright
    for each row when (new.decision = 'confirmed')
    execute function projects_a_sale_is_claimed_once();
