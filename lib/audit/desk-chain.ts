/** The desk's own audit log, shown to operators: what belongs to no organization stands under this id. */
export const DESK_CHAIN = '00000000-0000-0000-0000-000000000000'
