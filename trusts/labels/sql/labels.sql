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

-- Each contract's outstanding amount in pieces, as labels divide it on a day as known at a moment:
-- to the fen by largest remainder, the earlier part first, as trusts.labels.rules.amounts does it.
-- `what` is green, rest, not_green or unlabelled; the pieces of a contract are its whole amount.
create or replace function trusts_green_pieces(day date, moment timestamptz)
returns table (contract_id bigint, product_id bigint, label_id bigint, form_id bigint,
               what text, edition text, code text, amount numeric)
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    with money as (
        select line.contract_id, sum(line.amount) as outstanding from trusts_line line
        where line.account_id = 'investments' and line.contract_id is not null
          and line.effective_on <= day and line.recorded_at <= moment
        group by 1),
    held as (
        select each.id, each.product_id, coalesce(money.outstanding, 0.00) as outstanding
        from trusts_contract each left join money on money.contract_id = each.id
        where each.decision = 'confirmed' and each.recorded_at <= moment),
    labels as (
        select distinct on (each.contract_id) each.* from trusts_greenlabel each
        where each.decision = 'confirmed' and each.recorded_at <= moment
          and each.effective_from <= day
          and not exists (select from trusts_greenlabel later
                          where later.supersedes_id = each.id and later.decision = 'confirmed'
                            and later.recorded_at <= moment)
        order by each.contract_id, each.effective_from desc, each.recorded_at desc, each.id desc),
    pieces as (
        select labels.contract_id, 'green' as what, part ->> 'edition' as edition,
               part ->> 'code' as code, (part ->> 'percent')::numeric as percent, at
        from labels cross join jsonb_array_elements(labels.parts) with ordinality as found (part, at)
        union all
        select labels.contract_id, 'rest', '', '', 100 - labels.green_percent, 1000000
        from labels where labels.basis <> 'not_green' and labels.green_percent < 100
        union all
        select held.id, case when labels.id is null then 'unlabelled' else 'not_green' end,
               '', '', 100, 1
        from held left join labels on labels.contract_id = held.id
        where labels.id is null or labels.basis = 'not_green'),
    -- An amount in yuan times a percentage is the piece in fen.
    exact as (
        select pieces.*, held.outstanding * pieces.percent as fen, held.outstanding
        from pieces join held on held.id = pieces.contract_id),
    ranked as (
        select exact.*,
               outstanding * 100 - sum(floor(fen)) over of_contract as left_over,
               row_number() over (partition by exact.contract_id
                                  order by fen - floor(fen) desc, at) as place
        from exact window of_contract as (partition by exact.contract_id))
    select held.id, held.product_id, labels.id, labels.form_id,
           ranked.what, ranked.edition, ranked.code,
           ((floor(ranked.fen) + (ranked.place <= ranked.left_over)::int) / 100)::numeric(20, 2)
    from ranked join held on held.id = ranked.contract_id
    left join labels on labels.contract_id = held.id
$$;

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
