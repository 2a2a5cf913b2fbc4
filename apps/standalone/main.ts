import {a} from "#kernel"; console.log(a)
