-- What the register promises whoever writes: a product moves only as its life allows, and a
-- move that rests on a paper names one. One version from a day on is the kernel's promise.

-- The moves of a product's life; a test holds this list against the table in the code.
create or replace function trusts_life_allows(before text, after text) returns boolean
language sql immutable as $$
    select before = after or (before, after) in (
        ('draft', 'pre_registered'),
        ('pre_registered', 'draft'),
        ('pre_registered', 'established'),
        ('established', 'in_run'),
        ('established', 'terminated'),
        ('in_run', 'extended'),
        ('in_run', 'terminated'),
        ('extended', 'terminated'),
        ('terminated', 'liquidated'))
$$;

-- Runs after the kernel has let the version stand, and while it holds the product's terms.
create or replace function trusts_check_life() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    select * into fault from (
        select id, status, document_id,
               lag(status) over (order by effective_from, id) status_before
        from (
            select new.id, new.status, new.effective_from, new.document_id
            union all
            select each.id, each.status, each.effective_from, each.document_id
            from trusts_productterms each
            where each.product_id = new.product_id and each.decision = 'confirmed'
              and each.id <> new.id and each.id is distinct from new.supersedes_id
              and not exists (select from trusts_productterms later
                              where later.supersedes_id = each.id and later.decision = 'confirmed')
        ) standing
    ) moves
    where status_before is not null
      and (not trusts_life_allows(status_before, status)
           or (id = new.id and document_id is null and status <> status_before
               and status in ('pre_registered', 'established', 'extended', 'terminated',
                              'liquidated')))
    order by id limit 1;
    if not found then
        return new;
    end if;
    if not trusts_life_allows(fault.status_before, fault.status) then
        raise exception 'Product % cannot move from % to %.',
            new.product_id, fault.status_before, fault.status
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_product_moves_as_its_life_allows';
    end if;
    raise exception 'The move of product % to % rests on a document, and names none.',
        new.product_id, fault.status
        using errcode = '23514', table = tg_table_name, constraint = 'a_move_names_its_document';
end $$;

create or replace trigger trusts_1_life before update on trusts_productterms
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_check_life();
