-- What own funds promise whoever writes: no more comes back than was placed, on no day; a
-- reversal is the exact opposite of what it takes back; terms name a class of a confirmed
-- catalogue. No column of these tables leads to a product, a contract or its books.

create or replace function trusts_check_own_terms() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from projects_taxonomyclass class join projects_edition edition
            on edition.id = class.edition_id
        where edition.decision = 'confirmed' and edition.code = new.taxonomy_edition
          and class.code = new.taxonomy_class)
    then
        raise exception 'There is no class % in a confirmed edition %.',
            new.taxonomy_class, new.taxonomy_edition
            using errcode = '23503', table = tg_table_name,
                  constraint = 'a_placement_names_a_class_of_a_catalogue';
    end if;
    return new;
end $$;

-- Whoever moves money of one placement waits for who came first.
create or replace function trusts_hold_placement() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Own funds are written under READ COMMITTED.'
            using errcode = '25000', constraint = 'books_are_written_under_read_committed';
    end if;
    perform from trusts_ownplacement where id = new.placement_id for no key update;
    return new;
end $$;

create or replace function trusts_check_placement_confirmed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from trusts_ownplacement where id = new.placement_id and decision = 'confirmed')
    then
        raise exception 'Placement % is not confirmed.', new.placement_id
            using errcode = '23514', table = tg_table_name,
                  constraint = 'own_funds_lean_on_a_confirmed_placement';
    end if;
    return null;
end $$;

create or replace function trusts_check_own_movement() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    if new.reverses_id is not null and not exists (
        select from trusts_ownmovement taken
        where taken.id = new.reverses_id and taken.decision = 'confirmed'
          and taken.placement_id = new.placement_id and taken.amount = new.amount
          and taken.kind <> new.kind)
    then
        raise exception 'A reversal is the exact opposite of a confirmed movement of the same placement.'
            using errcode = '23514', table = tg_table_name,
                  constraint = 'an_own_reversal_is_the_exact_opposite';
    end if;
    select day, balance into fault from (
        select effective_on as day,
               sum(sum(case kind when 'placed' then amount else -amount end))
                   over (order by effective_on) as balance
        from trusts_ownmovement
        where placement_id = new.placement_id and decision = 'confirmed'
        group by effective_on) running
        where balance < 0 order by day limit 1;
    if found then
        raise exception 'Placement % would stand at % on %: more returned than placed.',
            new.placement_id, fault.balance, fault.day
            using errcode = '23514', table = tg_table_name,
                  constraint = 'no_more_own_funds_return_than_were_placed';
    end if;
    return null;
end $$;

create or replace trigger trusts_1_class before insert on trusts_ownplacementterms
    for each row execute function trusts_check_own_terms();
create or replace trigger trusts_2_leaning after update on trusts_ownplacementterms
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_check_placement_confirmed();
-- Triggers fire in the order of their names: books_held comes before kernel_2_guard.
create or replace trigger books_held before update on trusts_ownmovement
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_hold_placement();
create or replace trigger trusts_2_leaning after update on trusts_ownmovement
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_check_placement_confirmed();
create or replace trigger trusts_3_moved after update on trusts_ownmovement
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_check_own_movement();
