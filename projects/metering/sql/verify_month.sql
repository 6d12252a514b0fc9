-- What the day blocks of one month say against what the roll-up says of them.
with known as materialized (
    select id from projects_meterbatch
    where decision = 'confirmed' and recorded_at <= %(known_at)s
),
asked as materialized (
    select id, code from projects_station
    where %(project_ids)s::bigint[] is null or project_id = any(%(project_ids)s::bigint[])
),
told as (
    select station_id, batch_id, days_mask, readings, total_wh, digest
    from projects_stationmonth where month = %(starts_on)s
),
found as (
    select station_id, batch_id,
           bit_or(1 << (day - %(starts_on)s::date))::integer as days_mask,
           sum(readings)::bigint as readings,
           sum(total_wh)::bigint as total_wh,
           bool_and(total_wh = (select coalesce(sum(wh), 0) from unnest(energy_wh) wh)
                    and readings = cardinality(array_remove(energy_wh, null))) as adds_up,
           sha256(string_agg(
               int4send(day - date '2000-01-01') || int2send(interval_minutes)
               || int2send(quality) || int8send(total_wh) || array_send(energy_wh),
               ''::bytea order by day)) as digest
    from projects_dayblock
    where day >= %(starts_on)s and day < %(ends_on)s
    group by station_id, batch_id
)
select coalesce(asked.code, '#' || station_id), batch_id,
       case when found.digest is null then 'blocks_missing'
            when told.digest is null then 'roll_up_missing'
            when told.days_mask <> found.days_mask then 'days_differ'
            when not found.adds_up then 'block_does_not_add_up'
            when told.total_wh <> found.total_wh or told.readings <> found.readings
                then 'roll_up_does_not_add_up'
            else 'digest_differs' end,
       told.total_wh, found.total_wh
from told full join found using (station_id, batch_id)
join known on known.id = batch_id
left join asked on asked.id = station_id
where (told.digest is null or found.digest is null or told.digest <> found.digest
       or told.days_mask <> found.days_mask or told.total_wh <> found.total_wh
       or told.readings <> found.readings or not found.adds_up)
  and (%(project_ids)s::bigint[] is null or asked.id is not null)
order by 1, 2
