-- What the ledger promises whoever writes to it, by whatever door.
-- An entry is proposed whole, its postings in one frozen column; its lines are unfolded from
-- that column by the confirmation itself, so that they cannot differ from what was approved.
-- Every promise is checked once per statement over all that the statement wrote, so that one
-- entry and the hundred thousand of a batch take the same path.

-- Entries that do not add up, or speak of an account that is not in the chart, are not even proposed.
create or replace function trusts_check_entries() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    perform from proposed
        where case jsonb_typeof(postings) when 'array' then jsonb_array_length(postings) < 2 else true end
        limit 1;
    if found then
        raise exception 'An entry has two postings or more.'
            using errcode = '23514', table = tg_table_name, constraint = 'an_entry_is_balanced';
    end if;
    select each::text as said into fault from proposed, jsonb_array_elements(postings) each
        where case jsonb_typeof(each) when 'object' then
               jsonb_typeof(each -> 'account') is distinct from 'string'
               or jsonb_typeof(each -> 'amount') is distinct from 'string'
               or each ->> 'amount' !~ '^-?[0-9]{1,18}[.][0-9]{2}$'
               or each ->> 'amount' ~ '^-?0+[.]00$'
               or each - array['account', 'amount', 'unit_class', 'units'] <> '{}'
           else true end
        limit 1;
    if found then
        raise exception 'A posting is an account and an amount with two decimals, not %.', fault.said
            using errcode = '23514', table = tg_table_name, constraint = 'an_entry_is_balanced';
    end if;
    select each ->> 'account' as code into fault from proposed, jsonb_array_elements(postings) each
        where not exists (select from trusts_account where code = each ->> 'account') limit 1;
    if found then
        raise exception 'The chart has no account %.', fault.code
            using errcode = '23503', table = tg_table_name, constraint = 'an_entry_speaks_of_the_chart';
    end if;
    select id, difference into fault from (
        select id, (select sum((each ->> 'amount')::numeric)
                    from jsonb_array_elements(postings) each) as difference
        from proposed) added
        where difference <> 0 limit 1;
    if found then
        raise exception 'Debits and credits differ by %; an entry adds up to zero.', fault.difference
            using errcode = '23514', table = tg_table_name, constraint = 'an_entry_is_balanced';
    end if;
    perform from proposed
        where contract_id is null and postings @> '[{"account": "investments"}]' limit 1;
    if found then
        raise exception 'What is invested or repaid names its contract.'
            using errcode = '23514', table = tg_table_name,
                  constraint = 'an_investment_names_its_contract';
    end if;
    select each::text as said into fault from proposed, jsonb_array_elements(postings) each
        where each ?| array['unit_class', 'units'] and (
               each ->> 'account' not in ('paid_in_capital', 'capital_returned', 'distributions')
               or jsonb_typeof(each -> 'unit_class') is distinct from 'string')
        limit 1;
    if found then
        raise exception 'Units are of a class, and of paid-in capital, returned capital or distributions: not %.',
            fault.said
            using errcode = '23514', table = tg_table_name, constraint = 'units_are_of_trust_capital';
    end if;
    -- Units issued are positive and come with a credit; units redeemed are negative, with a debit.
    select each::text as said into fault from proposed, jsonb_array_elements(postings) each
        where each ? 'units' and case
               when jsonb_typeof(each -> 'units') = 'string'
                and each ->> 'units' ~ '^-?[0-9]{1,14}[.][0-9]{6}$' then
                   sign((each ->> 'units')::numeric) <> -sign((each ->> 'amount')::numeric)
               else true end
        limit 1;
    if found then
        raise exception 'Units have six decimals; a credit issues them, a debit redeems them: not %.', fault.said
            using errcode = '23514', table = tg_table_name, constraint = 'units_go_with_their_amount';
    end if;
    select product_id, each ->> 'unit_class' as code into fault
        from proposed, jsonb_array_elements(postings) each
        where each ? 'unit_class' and not exists (
            select from trusts_unitclass kind
            where kind.product_id = proposed.product_id and kind.code = each ->> 'unit_class'
              and kind.decision in ('', 'confirmed'))
        limit 1;
    if found then
        raise exception 'Product % has no unit class %.', fault.product_id, fault.code
            using errcode = '23503', table = tg_table_name, constraint = 'a_unit_class_is_of_its_product';
    end if;
    perform from trusts_entrybatch
        where id in (select batch_id from proposed) order by id for share;
    select proposed.batch_id into fault from proposed
        join trusts_entrybatch batch on batch.id = proposed.batch_id
        where batch.decision <> '' or batch.proposed_by_id <> proposed.proposed_by_id limit 1;
    if found then
        raise exception 'Batch % takes entries of its proposer, and only while nobody has decided it.',
            fault.batch_id
            using errcode = '23514', table = tg_table_name, constraint = 'a_batch_is_staged_before_it_is_decided';
    end if;
    return null;
end $$;

-- A lock waits for who came first; a snapshot taken before the wait would not see what they did.
-- Books are locked in the order of their numbers, so that nobody waits in a circle.
create or replace function trusts_lock_books(products bigint[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Books are written under READ COMMITTED.'
            using errcode = '25000', constraint = 'books_are_written_under_read_committed';
    end if;
    perform from trusts_product where id = any(products) order by id for no key update;
end $$;

-- Who posts and who closes wait for each other, one at a time per product. The books are held
-- before the kernel stamps the moment, so that the order of moments is the order of the books.
create or replace function trusts_hold_books() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform trusts_lock_books(array[new.product_id]);
    return new;
end $$;

-- An entry of a batch comes after its batch, which holds the books of all its entries already.
create or replace function trusts_hold_books_of_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.batch_id is null then
        perform trusts_lock_books(array[new.product_id]);
    end if;
    return new;
end $$;

-- Entries of a batch become known at the moment of their batch, which the kernel stamped.
create or replace function trusts_share_moment() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.batch_id is not null then
        select decided_at, recorded_at into new.decided_at, new.recorded_at
            from trusts_entrybatch where id = new.batch_id;
    end if;
    return new;
end $$;

-- What entries lean on when they are decided: their batch, a confirmed product, a confirmed
-- contract of it, the exact opposite of what they reverse, a day whose books are open.
create or replace function trusts_check_leanings() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    select posted.id, posted.batch_id into fault from posted
        join trusts_entrybatch batch on batch.id = posted.batch_id
        where (batch.decision, batch.decided_by_id) is distinct from (posted.decision, posted.decided_by_id)
        limit 1;
    if found then
        raise exception 'Entry % is decided together with its batch, %.', fault.id, fault.batch_id
            using errcode = '23514', table = tg_table_name,
                  constraint = 'an_entry_of_a_batch_is_decided_with_it';
    end if;
    select product_id into fault
        from (select distinct product_id from posted where decision = 'confirmed') of
        where not exists (select from trusts_product where id = product_id and decision = 'confirmed')
        order by 1 limit 1;
    if found then
        raise exception 'Product % is not confirmed.', fault.product_id
            using errcode = '23514', constraint = 'books_are_of_a_confirmed_product';
    end if;
    select contract_id, product_id into fault
        from (select distinct contract_id, product_id from posted
              where decision = 'confirmed' and contract_id is not null) of
        where not exists (
            select from trusts_contract where id = of.contract_id and product_id = of.product_id
                                          and decision = 'confirmed')
        order by 1 limit 1;
    if found then
        raise exception 'Contract % is not a confirmed contract of product %.',
            fault.contract_id, fault.product_id
            using errcode = '23514', constraint = 'an_entry_names_a_contract_of_its_product';
    end if;
    perform from (
        select posted.id, line.account_id as account, -line.amount as amount,
               kind.code as unit_class, -line.units as units, 1 as side
            from posted join trusts_line line on line.entry_id = posted.reverses_id
            left join trusts_unitclass kind on kind.id = line.unit_class_id
            where posted.decision = 'confirmed'
        union all
        select posted.id, each ->> 'account', (each ->> 'amount')::numeric,
               each ->> 'unit_class', (each ->> 'units')::numeric, -1
            from posted, jsonb_array_elements(posted.postings) each
            where posted.decision = 'confirmed' and posted.reverses_id is not null
        union all
        -- Nothing stands against a reversal of what is not confirmed, or is of other books.
        select posted.id, '', 0, null, null, 1 from posted
            where posted.decision = 'confirmed' and posted.reverses_id is not null and not exists (
                select from trusts_entry reversed
                where reversed.id = posted.reverses_id and reversed.decision = 'confirmed'
                  and reversed.product_id = posted.product_id
                  and reversed.contract_id is not distinct from posted.contract_id)
        ) both_sides
        group by id, account, amount, unit_class, units having sum(side) <> 0 limit 1;
    if found then
        raise exception 'A reversal is the exact opposite of a confirmed entry of the same books.'
            using errcode = '23514', constraint = 'a_reversal_is_the_exact_opposite';
    end if;
    -- The latest confirmed decision that speaks of the day.
    select moved.product_id, moved.effective_on into fault
        from (select distinct product_id, effective_on from posted where decision = 'confirmed') moved
        cross join lateral (
            select move from trusts_periodmove
            where product_id = moved.product_id and decision = 'confirmed'
              and moved.effective_on >= starts_on and moved.effective_on < ends_on
            order by recorded_at desc, id desc limit 1) latest
        where latest.move = 'close' order by moved.effective_on, moved.product_id limit 1;
    if found then
        raise exception 'The books of product % are closed on %.', fault.product_id, fault.effective_on
            using errcode = '23514', table = tg_table_name,
                  constraint = 'closed_periods_take_no_entries';
    end if;
    return null;
end $$;

-- Confirming posts: the lines, then every promise that spans entries, once for each product,
-- contract and class that was touched, while the books are held.
create or replace function trusts_post_entries() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    select posted.product_id, each ->> 'unit_class' as code into fault
        from posted, jsonb_array_elements(postings) each
        where posted.decision = 'confirmed' and each ? 'unit_class' and not exists (
            select from trusts_unitclass kind
            where kind.product_id = posted.product_id and kind.code = each ->> 'unit_class'
              and kind.decision = 'confirmed')
        limit 1;
    if found then
        raise exception 'Unit class % of product % is not confirmed.', fault.code, fault.product_id
            using errcode = '23514', table = tg_table_name, constraint = 'a_unit_class_is_of_its_product';
    end if;
    insert into trusts_line
        (entry_id, position, product_id, contract_id, account_id, effective_on, amount, recorded_at,
         unit_class_id, units)
        select posted.id, at, posted.product_id, posted.contract_id, each ->> 'account',
               posted.effective_on, (each ->> 'amount')::numeric, posted.recorded_at,
               kind.id, (each ->> 'units')::numeric
        from posted cross join jsonb_array_elements(posted.postings) with ordinality as unfolded (each, at)
        left join trusts_unitclass kind
            on kind.product_id = posted.product_id and kind.code = each ->> 'unit_class'
           and kind.decision = 'confirmed'
        where posted.decision = 'confirmed'
        order by posted.id, at;
    if not found then  -- turned down, every one of them
        return null;
    end if;

    -- The balance at the end of each day on which it moved, from the first payment on.
    with paid as materialized (
        select line.product_id, min(line.effective_on) as first_on
            from posted join trusts_line line on line.entry_id = posted.id
            where line.account_id = 'cash' and line.amount < 0 group by 1),
    running as (
        select product_id, effective_on as day,
               sum(sum(amount)) over (partition by product_id order by effective_on) as balance
            from trusts_line where account_id = 'cash' and product_id in (select product_id from paid)
            group by product_id, effective_on)
    select running.* into fault from running join paid using (product_id)
        where day >= first_on and balance < 0 order by day, product_id limit 1;
    if found then
        raise exception 'Cash of product % would be % on %.',
            fault.product_id, fault.balance, fault.day
            using errcode = '23514', table = tg_table_name,
                  constraint = 'cash_is_never_overdrawn';
    end if;

    with repaid as materialized (
        select line.contract_id, min(line.effective_on) as first_on
            from posted join trusts_line line on line.entry_id = posted.id
            where line.account_id = 'investments' and line.amount < 0 group by 1),
    running as (
        select contract_id, effective_on as day,
               sum(sum(amount)) over (partition by contract_id order by effective_on) as balance
            from trusts_line
            where account_id = 'investments' and contract_id in (select contract_id from repaid)
            group by contract_id, effective_on)
    select running.* into fault from running join repaid using (contract_id)
        where day >= first_on and balance < 0 order by day, contract_id limit 1;
    if found then
        raise exception 'Contract % would be outstanding with % on %: more repaid than drawn.',
            fault.contract_id, fault.balance, fault.day
            using errcode = '23514', table = tg_table_name,
                  constraint = 'no_more_is_repaid_than_was_drawn';
    end if;

    with redeemed as materialized (
        select line.unit_class_id, min(line.effective_on) as first_on
            from posted join trusts_line line on line.entry_id = posted.id
            where line.units < 0 group by 1),
    running as (
        select unit_class_id, effective_on as day,
               sum(sum(units)) over (partition by unit_class_id order by effective_on) as balance
            from trusts_line where unit_class_id in (select unit_class_id from redeemed)
            group by unit_class_id, effective_on)
    select running.*, kind.code into fault from running join redeemed using (unit_class_id)
        join trusts_unitclass kind on kind.id = unit_class_id
        where day >= first_on and balance < 0 order by day, unit_class_id limit 1;
    if found then
        raise exception 'Units of class % would be % on %: more redeemed than issued.',
            fault.code, fault.balance, fault.day
            using errcode = '23514', table = tg_table_name,
                  constraint = 'no_more_is_redeemed_than_was_issued';
    end if;
    return null;
end $$;

-- Lines are written by the confirmation of their entry, and by nobody else.
create or replace function trusts_refuse_loose_line() returns trigger
language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'A line is written by the confirmation of its entry, never alone.'
            using errcode = '23001', table = tg_table_name, constraint = 'lines_come_with_their_entry';
    end if;
    return null;
end $$;

create or replace trigger trusts_1_balanced after insert on trusts_entry
    referencing new table as proposed for each statement
    execute function trusts_check_entries();
create or replace trigger trusts_1_leanings after update on trusts_entry
    referencing new table as posted for each statement
    execute function trusts_check_leanings();
create or replace trigger trusts_2_posted after update on trusts_entry
    referencing new table as posted for each statement
    execute function trusts_post_entries();
-- Triggers fire in the order of their names: books_held comes before kernel_2_guard.
create or replace trigger books_held before update on trusts_entry
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_hold_books_of_entry();
create or replace trigger trusts_1_moment before update on trusts_entry
    for each row execute function trusts_share_moment();
create or replace trigger books_held before update on trusts_periodmove
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_hold_books();
create or replace trigger trusts_1_no_loose_line before insert on trusts_line
    for each statement execute function trusts_refuse_loose_line();

revoke execute on function trusts_lock_books(bigint[]) from public;
