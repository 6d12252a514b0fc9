-- What the ledger promises whoever writes to it, by whatever door.
-- An entry is proposed whole, its postings in one frozen column; its lines are unfolded from
-- that column by the confirmation itself, so that they cannot differ from what was approved.

-- An entry that does not add up, or speaks of an account that is not in the chart, is not even proposed.
create or replace function trusts_check_entry() returns trigger
language plpgsql as $$
declare
    fault text;
    difference numeric;
begin
    if jsonb_typeof(new.postings) is distinct from 'array' or jsonb_array_length(new.postings) < 2 then
        raise exception 'An entry has two postings or more.'
            using errcode = '23514', table = tg_table_name, constraint = 'an_entry_is_balanced';
    end if;
    select each::text into fault from jsonb_array_elements(new.postings) each
        where jsonb_typeof(each) <> 'object'
           or (select array_agg(key order by key) from jsonb_object_keys(
                   case jsonb_typeof(each) when 'object' then each else '{}' end) key)
              is distinct from array['account', 'amount']
           or each ->> 'amount' !~ '^-?[0-9]{1,18}[.][0-9]{2}$'
           or each ->> 'amount' ~ '^-?0+[.]00$'
        limit 1;
    if fault is not null then
        raise exception 'A posting is an account and an amount with two decimals, not %.', fault
            using errcode = '23514', table = tg_table_name, constraint = 'an_entry_is_balanced';
    end if;
    select each ->> 'account' into fault from jsonb_array_elements(new.postings) each
        where not exists (select from trusts_account where code = each ->> 'account') limit 1;
    if fault is not null then
        raise exception 'The chart has no account %.', fault
            using errcode = '23503', table = tg_table_name, constraint = 'an_entry_speaks_of_the_chart';
    end if;
    select sum((each ->> 'amount')::numeric) into difference
        from jsonb_array_elements(new.postings) each;
    if difference <> 0 then
        raise exception 'Debits and credits differ by %; an entry adds up to zero.', difference
            using errcode = '23514', table = tg_table_name, constraint = 'an_entry_is_balanced';
    end if;
    if new.contract_id is null and new.postings @> '[{"account": "investments"}]' then
        raise exception 'What is invested or repaid names its contract.'
            using errcode = '23514', table = tg_table_name,
                  constraint = 'an_investment_names_its_contract';
    end if;
    return new;
end $$;

-- Confirming posts: every promise that spans entries, while the books of the product are held.
create or replace function trusts_post_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    perform trusts_check_leanings(new);
    if trusts_is_closed(new.product_id, new.effective_on) then
        raise exception 'The books of product % are closed on %.', new.product_id, new.effective_on
            using errcode = '23514', table = tg_table_name,
                  constraint = 'closed_periods_take_no_entries';
    end if;
    insert into trusts_line
        (entry_id, position, product_id, contract_id, account_id, effective_on, amount, recorded_at)
        select new.id, at, new.product_id, new.contract_id, each ->> 'account', new.effective_on,
               (each ->> 'amount')::numeric, new.recorded_at
        from jsonb_array_elements(new.postings) with ordinality as unfolded (each, at);
    if trusts_moved(new.postings, 'cash') < 0 then
        select day, balance into fault
            from trusts_running(new.product_id, 'cash', null)
            where day >= new.effective_on and balance < 0 order by day limit 1;
        if found then
            raise exception 'Cash of product % would be % on %.',
                new.product_id, fault.balance, fault.day
                using errcode = '23514', table = tg_table_name,
                      constraint = 'cash_is_never_overdrawn';
        end if;
    end if;
    if trusts_moved(new.postings, 'investments') < 0 then
        select day, balance into fault
            from trusts_running(new.product_id, 'investments', new.contract_id)
            where day >= new.effective_on and balance < 0 order by day limit 1;
        if found then
            raise exception 'Contract % would be outstanding with % on %: more repaid than drawn.',
                new.contract_id, fault.balance, fault.day
                using errcode = '23514', table = tg_table_name,
                      constraint = 'no_more_is_repaid_than_was_drawn';
        end if;
    end if;
    return null;
end $$;

-- A lock waits for who came first; a snapshot taken before the wait would not see what they did.
create or replace function trusts_lock_books(product bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Books are written under READ COMMITTED.'
            using errcode = '25000', constraint = 'books_are_written_under_read_committed';
    end if;
    perform from trusts_product where id = product for no key update;
end $$;

-- What an entry leans on: a confirmed product, its own confirmed contract, the exact opposite it reverses.
create or replace function trusts_check_leanings(entry trusts_entry) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from trusts_product where id = entry.product_id and decision = 'confirmed')
    then
        raise exception 'Product % is not confirmed.', entry.product_id
            using errcode = '23514', constraint = 'books_are_of_a_confirmed_product';
    end if;
    if entry.contract_id is not null and not exists (
        select from trusts_contract
        where id = entry.contract_id and product_id = entry.product_id and decision = 'confirmed')
    then
        raise exception 'Contract % is not a confirmed contract of product %.',
            entry.contract_id, entry.product_id
            using errcode = '23514', constraint = 'an_entry_names_a_contract_of_its_product';
    end if;
    if entry.reverses_id is not null and (
        not exists (
            select from trusts_entry old
            where old.id = entry.reverses_id and old.decision = 'confirmed'
              and old.product_id = entry.product_id
              and old.contract_id is not distinct from entry.contract_id)
        or exists (
            select from (
                select account_id as account, -amount as amount, 1 as side
                    from trusts_line where entry_id = entry.reverses_id
                union all
                select each ->> 'account', (each ->> 'amount')::numeric, -1
                    from jsonb_array_elements(entry.postings) each) both_sides
            group by account, amount having sum(side) <> 0))
    then
        raise exception 'A reversal is the exact opposite of a confirmed entry of the same books.'
            using errcode = '23514', constraint = 'a_reversal_is_the_exact_opposite';
    end if;
end $$;

-- The latest confirmed decision that speaks of the day.
create or replace function trusts_is_closed(product bigint, day date) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select coalesce((
        select move = 'close' from trusts_periodmove
        where product_id = product and decision = 'confirmed'
          and day >= starts_on and day < ends_on
        order by recorded_at desc, id desc limit 1), false)
$$;

-- By how much an entry moves an account.
create or replace function trusts_moved(postings jsonb, account text) returns numeric
language sql immutable as $$
    select coalesce(sum((each ->> 'amount')::numeric), 0) from jsonb_array_elements(postings) each
    where each ->> 'account' = account
$$;

-- The balance of an account at the end of each day on which it moved.
create or replace function trusts_running(product bigint, account text, contract bigint)
returns table (day date, balance numeric)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select effective_on, sum(sum(amount)) over (order by effective_on)
    from trusts_line
    where product_id = product and account_id = account
      and (contract is null or contract_id = contract)
    group by effective_on
$$;

-- Who posts and who closes wait for each other, one at a time per product. The books are held
-- before the kernel stamps the moment, so that the order of moments is the order of the books.
create or replace function trusts_hold_books() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform trusts_lock_books(new.product_id);
    return new;
end $$;

-- Lines are written by the confirmation of their entry, and by nobody else.
create or replace function trusts_refuse_loose_line() returns trigger
language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'A line is written by the confirmation of its entry, never alone.'
            using errcode = '23001', table = tg_table_name, constraint = 'lines_come_with_their_entry';
    end if;
    return new;
end $$;

create or replace trigger trusts_1_balanced before insert on trusts_entry
    for each row execute function trusts_check_entry();
create or replace trigger trusts_2_posted after update on trusts_entry
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_post_entry();
-- Triggers fire in the order of their names: books_held comes before kernel_2_guard.
create or replace trigger books_held before update on trusts_entry
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_hold_books();
create or replace trigger books_held before update on trusts_periodmove
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_hold_books();
create or replace trigger trusts_1_no_loose_line before insert on trusts_line
    for each row execute function trusts_refuse_loose_line();

revoke execute on function trusts_lock_books(bigint), trusts_check_leanings(trusts_entry) from public;
