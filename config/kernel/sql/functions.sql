-- What the kernel's promises rest on. Applied after every migration, always the same end state.

-- The latest pin, in microseconds since 1970. A sequence, so that reading it needs no lock
-- and setting it is not undone by a rollback.
create sequence if not exists kernel_last_pin minvalue 0 start 0;

-- The moment at which a fact becomes known: now, but never at or before a pin that was
-- given out, even if the server's clock has been set back since.
create or replace function kernel_now() returns timestamptz
language sql volatile security definer set search_path = pg_catalog, public as $$
    select greatest(
        clock_timestamp(),
        timestamptz 'epoch' + (last_value + 1) * interval '1 microsecond'
    ) from public.kernel_last_pin
$$;

-- Writers of facts hold this shared until they commit.
create or replace function kernel_join_writers() returns void
language sql volatile as $$ select pg_advisory_xact_lock_shared(7236284523001) $$;

-- A pin waits until no writer is in flight, and takes the moment.
create or replace function kernel_pin() returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
    pinned timestamptz;
begin
    perform pg_advisory_xact_lock(7236284523001);
    pinned := public.kernel_now();
    perform setval('public.kernel_last_pin',
                   (extract(epoch from pinned) * 1000000)::bigint);
    return pinned;
end $$;

create or replace function kernel_refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception '% is append-only: % is refused. Record a correction that names the old row.',
        tg_table_name, lower(tg_op)
        using errcode = '23001', table = tg_table_name;
end $$;

create or replace function kernel_stamp_fact() returns trigger
language plpgsql as $$
begin
    if new.recorded_at is not null then
        raise exception '%.recorded_at is set by the server only.', tg_table_name
            using errcode = '23514', table = tg_table_name;
    end if;
    perform kernel_join_writers();
    new.recorded_at := kernel_now();
    return new;
end $$;

-- What a proposal says, without what was decided about it.
create or replace function kernel_content(line jsonb) returns jsonb
language sql immutable as $$
    select line - array['decision', 'decided_by_id', 'decided_at', 'decision_note',
                        'recorded_at', 'proposed_at', 'content_sha256']
$$;

create or replace function kernel_guard_proposal() returns trigger
language plpgsql set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    same_person boolean;
begin
    if tg_op = 'INSERT' then
        if new.decision <> '' or new.decided_by_id is not null or new.decided_at is not null
           or new.recorded_at is not null then
            raise exception 'A row of % begins as a proposal; the decision comes after.', tg_table_name
                using errcode = '23514', table = tg_table_name;
        end if;
        new.proposed_at := kernel_now();
        new.content_sha256 :=
            encode(sha256(convert_to(kernel_content(to_jsonb(new))::text, 'UTF8')), 'hex');
        return new;
    end if;

    if old.decision <> '' then
        raise exception 'Row % of % was decided already.', old.id, tg_table_name
            using errcode = '23001', table = tg_table_name;
    end if;
    if kernel_content(to_jsonb(new)) <> kernel_content(to_jsonb(old))
       or new.content_sha256 is distinct from old.content_sha256
       or new.proposed_at is distinct from old.proposed_at then
        raise exception 'What row % of % proposes never changes; propose another.',
            old.id, tg_table_name using errcode = '23001', table = tg_table_name;
    end if;
    if new.decision not in ('confirmed', 'rejected', 'withdrawn') or new.decided_by_id is null then
        raise exception 'A decision on % names what was decided and by whom.', tg_table_name
            using errcode = '23514', table = tg_table_name;
    end if;
    -- One look at both accounts: a batch decides a hundred thousand rows by this line.
    same_person := new.decided_by_id = new.proposed_by_id or exists (
        select from public.accounts_user one, public.accounts_user other
        where one.id = new.decided_by_id and other.id = new.proposed_by_id
          and one.employee_no = other.employee_no and one.employee_no <> '');
    if same_person and new.decision <> 'withdrawn' then
        raise exception 'Row % of % was proposed by the same person: a second one decides.',
            old.id, tg_table_name
            using errcode = '23514', table = tg_table_name, constraint = 'two_people';
    end if;
    if not same_person and new.decision = 'withdrawn' then
        raise exception 'Only its proposer withdraws row % of %.', old.id, tg_table_name
            using errcode = '23514', table = tg_table_name, constraint = 'own_withdrawal';
    end if;
    if new.decision = 'confirmed' then
        perform kernel_join_writers();
        new.decided_at := kernel_now();
        new.recorded_at := new.decided_at;
    else
        new.decided_at := kernel_now();
        new.recorded_at := null;
    end if;
    return new;
end $$;

-- One standing version per identity and day. Arguments: the columns of the identity.
-- The columns are compared as columns, so that their index serves.
create or replace function kernel_guard_version() returns trigger
language plpgsql as $$
declare
    same_thing text;
    key text;
    clash bigint;
    -- Named with its schema: a temporary table of the same name must not stand in for it.
    here text := format('%I.%I', tg_table_schema, tg_table_name);
begin
    if new.decision <> 'confirmed' then
        return new;
    end if;
    select string_agg(format('other.%1$I = ($1).%1$I', name), ' and '),
           string_agg(format('($1).%I::text', name), ' || '','' || ')
      into same_thing, key from unnest(tg_argv) name;
    execute 'select ' || key into key using new;
    perform pg_advisory_xact_lock(hashtextextended(tg_table_name || ':' || key, 0));
    if new.supersedes_id is not null then
        execute format(
            'select id from %s other where id = ($1).supersedes_id'
            ' and decision = ''confirmed'' and %s', here, same_thing)
            into clash using new;
        if clash is null then
            raise exception 'Row % of % supersedes a row that is not a confirmed version of the same thing.',
                new.id, tg_table_name
                using errcode = '23514', table = tg_table_name, constraint = 'supersedes_its_own_kind';
        end if;
    end if;
    execute format(
        'select id from %1$s other where %2$s and id <> ($1).id and decision = ''confirmed'''
        ' and effective_from = ($1).effective_from and id is distinct from ($1).supersedes_id'
        ' and not exists (select from %1$s later where later.supersedes_id = other.id'
        ' and later.decision = ''confirmed'') limit 1', here, same_thing)
        into clash using new;
    if clash is not null then
        raise exception 'Row % of % already stands from %; a correction supersedes it by name.',
            clash, tg_table_name, new.effective_from
            using errcode = '23P01', table = tg_table_name, constraint = 'one_standing_version';
    end if;
    execute format(
        'select id from %s other where id <> ($1).id and decision = ''confirmed'''
        ' and supersedes_id = ($1).supersedes_id limit 1', here)
        into clash using new;
    if clash is not null then
        raise exception 'Row % of % was superseded already, by row %.',
            new.supersedes_id, tg_table_name, clash
            using errcode = '23P01', table = tg_table_name, constraint = 'superseded_once';
    end if;
    return new;
end $$;
