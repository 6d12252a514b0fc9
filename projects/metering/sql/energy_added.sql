-- Energy of station-days that nobody had spoken of at "since" and that are known at "known_at": what
-- came late, as against what corrects an earlier block.
with new_batches as materialized (
    select id from projects_meterbatch
    where decision = 'confirmed' and recorded_at > %(since)s and recorded_at <= %(known_at)s
),
known as materialized (
    select id, recorded_at from projects_meterbatch
    where decision = 'confirmed' and recorded_at <= %(known_at)s
),
asked as materialized (
    select id, project_id, province, carrier from projects_station
    where (%(project_ids)s::bigint[] is null or project_id = any(%(project_ids)s::bigint[]))
      and (%(station_ids)s::bigint[] is null or id = any(%(station_ids)s::bigint[]))
),
-- Only station-months that a new batch speaks of are looked into, day by day.
touched as materialized (
    select distinct m.station_id, m.month
    from projects_stationmonth m
    join new_batches on new_batches.id = m.batch_id
    join asked on asked.id = m.station_id
    where m.month >= %(starts_on)s and m.month < %(ends_on)s
),
added as (
    select touched.station_id, touched.month, block.total_wh
    from touched
    cross join lateral (
        select distinct on (b.day) b.total_wh,
               bool_or(known.recorded_at <= %(since)s) over (partition by b.day) as was_known
        from projects_dayblock b
        join known on known.id = b.batch_id
        where b.station_id = touched.station_id
          and b.day >= touched.month
          and b.day < (touched.month + interval '1 month')::date
        order by b.day, known.recorded_at desc, b.batch_id desc
        offset 0
    ) block
    where not block.was_known
)
select asked.project_id, asked.province, asked.carrier, added.month,
       count(*)::bigint as station_days, sum(added.total_wh)::bigint as total_wh
from added join asked on asked.id = added.station_id
group by asked.project_id, asked.province, asked.carrier, added.month
order by asked.project_id, asked.province collate "C", asked.carrier, added.month
