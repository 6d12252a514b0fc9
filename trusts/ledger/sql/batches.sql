-- What a batch of entries promises: it is decided as one, by whatever door, and posts as one.

-- The batch is complete, and the books of all its entries are held in the order of their numbers
-- before the kernel stamps the moment. The row of the batch is locked by now, so nobody stages.
create or replace function trusts_hold_books_of_batch() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    staged bigint;
begin
    staged := (select count(*) from trusts_entry where batch_id = new.id);
    if staged <> new.entries then
        raise exception 'Of the % entries of batch %, % are staged.', new.entries, new.id, staged
            using errcode = '23514', table = tg_table_name, constraint = 'a_batch_is_posted_whole';
    end if;
    perform trusts_lock_books(array(select distinct product_id from trusts_entry where batch_id = new.id));
    return new;
end $$;

create or replace function trusts_decide_entries_of_batch() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update trusts_entry
        set decision = new.decision, decided_by_id = new.decided_by_id,
            decision_note = new.decision_note
        where batch_id = new.id;
    return null;
end $$;

create or replace trigger books_held before update on trusts_entrybatch
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_hold_books_of_batch();
create or replace trigger trusts_1_decided after update on trusts_entrybatch
    for each row when (new.decision <> '' and old.decision = '')
    execute function trusts_decide_entries_of_batch();

-- Row by row until now; every promise is kept by statement.
drop function if exists trusts_check_entry(), trusts_post_entry(), trusts_check_leanings(trusts_entry),
    trusts_lock_books(bigint), trusts_is_closed(bigint, date), trusts_moved(jsonb, text),
    trusts_running(bigint, text, bigint);
