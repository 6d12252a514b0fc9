-- The shares of one project, by one method, for one period and moment, never exceed the project.
create or replace function trusts_check_shares() returns trigger
language plpgsql as $$
declare
    fault record;
begin
    perform pg_advisory_xact_lock(hashtextextended('trusts_attribution:' || project_id, 0))
        from (select distinct project_id from added order by project_id) touched;
    select standing.project_code, standing.method, sum(standing.share) as total into fault
        from trusts_attributionstatement standing
        where exists (
            select from added
            where added.project_id = standing.project_id and added.method = standing.method
              and added.method_version = standing.method_version
              and added.starts_on = standing.starts_on and added.ends_on = standing.ends_on
              and added.known_at = standing.known_at)
        group by standing.project_id, standing.project_code, standing.method,
                 standing.method_version, standing.starts_on, standing.ends_on, standing.known_at
        having sum(standing.share) > 1
        limit 1;
    if found then
        raise exception '% shares of project % add up to %, above 1.',
            fault.method, fault.project_code, fault.total
            using errcode = '23514', table = tg_table_name,
                  constraint = 'shares_add_up_to_at_most_the_project';
    end if;
    return null;
end $$;

create or replace trigger trusts_1_within_one after insert on trusts_attributionstatement
    referencing new table as added
    for each statement execute function trusts_check_shares();
