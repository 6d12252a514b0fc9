-- What contracts promise whoever writes: a split is one row, so its sum is one row's business;
-- the kernel lets one version stand from a day on; so no day sees more than 100 %, nor more
-- than is outstanding.

create or replace function trusts_check_split() returns trigger
language plpgsql as $$
declare
    fault text;
    total numeric;
    word text := new.kind;
    written text := case word when 'amount' then '^[0-9]{1,18}[.][0-9]{2}$'
                                  else '^[0-9]{1,3}[.][0-9]{6}$' end;
begin
    if jsonb_typeof(new.shares) is distinct from 'array' then
        raise exception 'A split is a list of shares.'
            using errcode = '23514', table = tg_table_name, constraint = 'a_split_is_at_most_the_whole';
    end if;
    select each::text into fault from jsonb_array_elements(new.shares) each
        where jsonb_typeof(each) <> 'object'
           or (select array_agg(key order by key) from jsonb_object_keys(
                   case jsonb_typeof(each) when 'object' then each else '{}' end) key)
              is distinct from (select array_agg(key order by key)
                                from unnest(array['code', word, 'project']) key)
           or coalesce(each ->> 'project', '') !~ '^[0-9]{1,18}$'
           or coalesce(each ->> word, '') !~ written
           or each ->> word ~ '^0+[.]0+$'
        limit 1;
    if fault is not null then
        raise exception 'A share is a project, its code and a percentage with six decimals, or an amount with two, not %.', fault
            using errcode = '23514', table = tg_table_name, constraint = 'a_split_is_at_most_the_whole';
    end if;
    select sum((each ->> word)::numeric) into total from jsonb_array_elements(new.shares) each;
    if word = 'percent' and total > 100 then
        raise exception 'The split adds up to % %%; at most 100 %% can be allocated.', total
            using errcode = '23514', table = tg_table_name, constraint = 'a_split_is_at_most_the_whole';
    end if;
    select each ->> 'code' into fault from jsonb_array_elements(new.shares) each
        where not exists (select from projects_project
                          where id = (each ->> 'project')::bigint and code = each ->> 'code')
        limit 1;
    if fault is not null then
        raise exception 'There is no project %.', fault
            using errcode = '23503', table = tg_table_name, constraint = 'a_split_names_projects';
    end if;
    select each ->> 'code' into fault from jsonb_array_elements(new.shares) each
        group by 1 having count(*) > 1 limit 1;
    if fault is not null then
        raise exception 'Project % is named twice.', fault
            using errcode = '23505', table = tg_table_name, constraint = 'a_project_stands_once_in_a_split';
    end if;
    return new;
end $$;

create or replace function trusts_unfold_split() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into trusts_splitline (split_id, project_id, project_code, percent, amount)
        select new.id, (each ->> 'project')::bigint, each ->> 'code',
               (each ->> 'percent')::numeric, (each ->> 'amount')::numeric
        from jsonb_array_elements(new.shares) with ordinality as unfolded (each, at)
        order by at;
    return null;
end $$;

-- Amounts give away no more than is committed on the day they begin. Later they may be more than is
-- committed or outstanding; then they shrink in proportion, so that no yuan stands twice.
create or replace function trusts_check_split_amounts() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    total numeric;
    committed numeric;
begin
    if new.kind <> 'amount' then
        return null;
    end if;
    select sum((each ->> 'amount')::numeric) into total from jsonb_array_elements(new.shares) each;
    select each.committed_amount into committed from trusts_contractterms each
        where each.contract_id = new.contract_id and each.decision = 'confirmed'
          and each.effective_from <= new.effective_from
          and not exists (select from trusts_contractterms later
                          where later.supersedes_id = each.id and later.decision = 'confirmed')
        order by each.effective_from desc, each.recorded_at desc, each.id desc limit 1;
    if total > coalesce(committed, 0) then
        raise exception 'The split gives away %; on % % is committed under contract %.',
            total, new.effective_from, coalesce(committed, 0), new.contract_id
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_split_gives_no_more_than_is_committed';
    end if;
    return null;
end $$;

-- Runs after the ledger has posted the entries and while it holds their products' books; once for
-- each contract that was drawn on. A repayment is welcome even where the commitment was lowered
-- below what is out.
create or replace function trusts_check_commitment() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    with drawn as materialized (
        select line.contract_id, min(line.effective_on) as first_on
            from posted join trusts_line line on line.entry_id = posted.id
            where line.account_id = 'investments' and line.amount > 0 group by 1),
    running as (
        select contract_id, effective_on as day,
               sum(sum(amount)) over (partition by contract_id order by effective_on) as balance
            from trusts_line
            where account_id = 'investments' and contract_id in (select contract_id from drawn)
            group by contract_id, effective_on)
    select running.*, terms.committed_amount into fault from running join drawn using (contract_id)
        left join lateral (
            select each.committed_amount from trusts_contractterms each
            where each.contract_id = running.contract_id and each.decision = 'confirmed'
              and each.effective_from <= running.day
              and not exists (select from trusts_contractterms later
                              where later.supersedes_id = each.id and later.decision = 'confirmed')
            order by each.effective_from desc, each.recorded_at desc, each.id desc limit 1
        ) terms on true
        where day >= first_on and balance > coalesce(terms.committed_amount, 0)
        order by day, contract_id limit 1;
    if found then
        raise exception 'Contract % would be outstanding with % on %; % is committed.',
            fault.contract_id, fault.balance, fault.day, coalesce(fault.committed_amount, 0)
            using errcode = '23514', table = tg_table_name,
                  constraint = 'no_more_is_drawn_than_was_committed';
    end if;
    return null;
end $$;

create or replace trigger trusts_1_whole before insert on trusts_split
    for each row execute function trusts_check_split();
create or replace trigger trusts_2_unfolded after update on trusts_split
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_unfold_split();
create or replace trigger trusts_3_within_commitment after update on trusts_split
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_check_split_amounts();
create or replace trigger trusts_1_no_loose_line before insert on trusts_splitline
    for each statement execute function trusts_refuse_loose_line();
create or replace trigger trusts_3_committed after update on trusts_entry
    referencing new table as posted for each statement
    execute function trusts_check_commitment();
