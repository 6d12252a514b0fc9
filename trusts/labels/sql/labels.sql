-- What labels promise whoever writes: the parts are percentages under classes of confirmed
-- catalogues, each once, and add up to the green share; a label leans on a confirmed contract,
-- and one that rests on projects never exceeds what the split carries to recognized ones.

create or replace function trusts_check_label() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault text;
    total numeric;
begin
    if jsonb_typeof(new.parts) is distinct from 'array' then
        raise exception 'The parts of a label are a list.'
            using errcode = '23514', table = tg_table_name,
                  constraint = 'the_parts_add_up_to_the_green_share';
    end if;
    select each::text into fault from jsonb_array_elements(new.parts) each
        where jsonb_typeof(each) <> 'object'
           or (select array_agg(key order by key) from jsonb_object_keys(
                   case jsonb_typeof(each) when 'object' then each else '{}' end) key)
              is distinct from array['code', 'edition', 'percent']
           or jsonb_typeof(each -> 'percent') <> 'string'
           or each ->> 'percent' !~ '^[0-9]{1,3}[.][0-9]{6}$'
           or each ->> 'percent' ~ '^0+[.]0+$'
        limit 1;
    if fault is not null then
        raise exception 'A part is an edition, a code and a percentage with six decimals, not %.', fault
            using errcode = '23514', table = tg_table_name,
                  constraint = 'the_parts_add_up_to_the_green_share';
    end if;
    select coalesce(sum((each ->> 'percent')::numeric), 0) into total
        from jsonb_array_elements(new.parts) each;
    if total <> new.green_percent then
        raise exception 'The parts add up to % %%, the green share is % %%.', total, new.green_percent
            using errcode = '23514', table = tg_table_name,
                  constraint = 'the_parts_add_up_to_the_green_share';
    end if;
    select format('%s %s', each ->> 'edition', each ->> 'code') into fault
        from jsonb_array_elements(new.parts) each
        group by each ->> 'edition', each ->> 'code' having count(*) > 1 limit 1;
    if fault is not null then
        raise exception '% is named twice.', fault
            using errcode = '23505', table = tg_table_name,
                  constraint = 'a_catalogue_entry_stands_once_in_a_label';
    end if;
    select format('%s %s', each ->> 'edition', each ->> 'code') into fault
        from jsonb_array_elements(new.parts) each
        where not exists (
            select from projects_taxonomyclass class join projects_edition edition
                on edition.id = class.edition_id
            where edition.decision = 'confirmed' and edition.code = each ->> 'edition'
              and class.code = each ->> 'code')
        limit 1;
    if fault is not null then
        raise exception 'There is no class % in a confirmed edition.', fault
            using errcode = '23503', table = tg_table_name,
                  constraint = 'a_label_names_classes_of_catalogues';
    end if;
    return new;
end $$;

-- What the split of a contract carries to recognized projects on a day, by catalogue entry. Of a
-- split in amounts the bound is a fen wider for each project than the service's own sum.
create or replace function trusts_carried(contract bigint, day date)
returns table (edition text, code text, percent numeric)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with split as (
        select each.id from trusts_split each
        where each.contract_id = contract and each.decision = 'confirmed'
          and each.effective_from <= day
          and not exists (select from trusts_split later
                          where later.supersedes_id = each.id and later.decision = 'confirmed')
        order by each.effective_from desc, each.recorded_at desc, each.id desc limit 1),
    whole as (
        select greatest(
            (select sum(line.amount) from trusts_splitline line join split on split.id = line.split_id),
            (select sum(line.amount) from trusts_line line
             where line.contract_id = contract and line.account_id = 'investments'
               and line.effective_on <= day)) as amount)
    select decided.taxonomy_edition, decided.taxonomy_class,
           sum(coalesce(line.percent, (line.amount + 0.01) * 100 / whole.amount))
    from split join trusts_splitline line on line.split_id = split.id cross join whole
    cross join lateral (
        select each.* from projects_recognition each
        where each.project_id = line.project_id and each.decision = 'confirmed'
          and each.effective_from <= day
          and not exists (select from projects_recognition later
                          where later.supersedes_id = each.id and later.decision = 'confirmed')
        order by each.effective_from desc, each.recorded_at desc, each.id desc limit 1) decided
    where decided.verdict = 'green' and (decided.expires_on is null or decided.expires_on > day)
    group by 1, 2
$$;

create or replace function trusts_check_label_leanings() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    fault record;
begin
    if not exists (
        select from trusts_contract where id = new.contract_id and decision = 'confirmed')
    then
        raise exception 'Contract % is not confirmed.', new.contract_id
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_label_leans_on_a_confirmed_contract';
    end if;
    if new.basis <> 'projects' then
        return null;
    end if;
    select part ->> 'edition' as edition, part ->> 'code' as code, part ->> 'percent' as percent,
           coalesce(carried.percent, 0) as supported
        into fault
        from jsonb_array_elements(new.parts) part
        left join trusts_carried(new.contract_id, new.effective_from) carried
            on carried.edition = part ->> 'edition' and carried.code = part ->> 'code'
        where (part ->> 'percent')::numeric > coalesce(carried.percent, 0) limit 1;
    if found then
        raise exception '% %% under % % exceed the % %% that recognized projects carry.',
            fault.percent, fault.edition, fault.code, fault.supported
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_label_never_exceeds_its_projects';
    end if;
    return null;
end $$;

-- A value fits its field; its subject is spelled from what it speaks of.
create or replace function trusts_check_supplement() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    defined record;
begin
    if new.subject is distinct from
       coalesce('contract:' || new.contract_id, 'product:' || new.product_id) then
        raise exception 'The subject is spelled from the contract or the product.'
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_supplement_is_named_for_its_subject';
    end if;
    select * into defined from trusts_supplementaryfield where id = new.field_id;
    if defined.applies_to <> split_part(new.subject, ':', 1) then
        raise exception 'Field % applies to a %.', defined.code, defined.applies_to
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_supplement_fits_its_field';
    end if;
    if new.value <> '' and not (case defined.value_type
        when 'number' then new.value ~ '^-?[0-9]{1,18}([.][0-9]{1,6})?$'
        when 'day' then new.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
        when 'choice' then defined.choices ? new.value
        else length(new.value) <= 2000 end)
    then
        raise exception 'Field % takes a %, not %.', defined.code, defined.value_type, new.value
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_supplement_fits_its_field';
    end if;
    if new.value <> '' and defined.value_type = 'day' then
        perform new.value::date;
    end if;
    return new;
end $$;

create or replace function trusts_check_supplement_leanings() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select from trusts_contract where id = new.contract_id and decision = 'confirmed'
        union all
        select from trusts_product where id = new.product_id and decision = 'confirmed')
    then
        raise exception 'What the value speaks of is not confirmed: %.', new.subject
            using errcode = '23514', table = tg_table_name,
                  constraint = 'a_supplement_leans_on_what_is_confirmed';
    end if;
    return null;
end $$;

create or replace trigger trusts_1_parts before insert on trusts_greenlabel
    for each row execute function trusts_check_label();
create or replace trigger trusts_2_leaning after update on trusts_greenlabel
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_check_label_leanings();
create or replace trigger trusts_1_fits before insert on trusts_supplementaryvalue
    for each row execute function trusts_check_supplement();
create or replace trigger trusts_2_leaning after update on trusts_supplementaryvalue
    for each row when (new.decision = 'confirmed' and old.decision = '')
    execute function trusts_check_supplement_leanings();
