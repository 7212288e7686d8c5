drop function app.cost_counts;
revoke update (origin_id) on expense from duplex_landlord;
